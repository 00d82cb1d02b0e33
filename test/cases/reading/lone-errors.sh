# Errors that were logged outside of actions are found, and why says how.
source ./expect.bash
clew why lone-errors.log > out 2> err
says err "3 errors .*clew find 'exception~\*' lone-errors.log" "why does not say that there are errors"
clew find 'exception~*' lone-errors.log > out 2> err
[ "$(grep -c 'ValueError: bad row' out)" = 3 ] || { echo "find does not find the three errors"; exit 1; }
clew tree --failed lone-errors.log > out 2> err
[ "$(grep -c 'ValueError: bad row' out)" = 3 ] || { echo "tree --failed does not show the three errors"; exit 1; }
exit 0
