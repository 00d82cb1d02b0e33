# Helpers of the cases: a sentence and the end where something is not as it should be.

# says FILE PATTERN SENTENCE
says() { grep -qE -- "$2" "$1" || { echo "$3; it says:"; cat "$1"; exit 1; }; }
# silent FILE PATTERN SENTENCE
silent() { ! grep -qE -- "$2" "$1" || { echo "$3; it says:"; cat "$1"; exit 1; }; }
