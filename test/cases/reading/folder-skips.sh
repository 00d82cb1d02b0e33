# A folder tells which files it left out; the case of an ending makes no difference.
set -e; source ./expect.bash
mkdir logs
for f in a.log b.json c.log.old D.LOG e.txt; do
  echo '{"timestamp":1767000000,"task_uuid":"'$f'","task_level":[1],"message_type":"'$f'"}' > logs/$f
done
clew pretty -c logs > out 2> err
says out 'D\.LOG' "D.LOG is not read"
says err '3 files .*b\.json, c\.log\.old, e\.txt' "it does not say which files it left out"
