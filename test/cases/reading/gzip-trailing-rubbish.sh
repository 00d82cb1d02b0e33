# What stands before rubbish in a gzip file is read, and the rubbish is said.
source ./expect.bash
clew find 'n>=0' --count gzip-trailing-rubbish.log.gz > out 2> err
says out '^5$' "it does not read the five lines"
says err 'rubbish' "it does not say that there is rubbish"
exit 0
