# The first three services about grief, with everything that hangs on them.
curl --silent --fail --compressed "http://localhost:8000/hsds/3/services?search=sorg&per_page=3&full=true"
