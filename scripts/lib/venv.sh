# The Python that drives browsers, in .venv: made when it is not there, or when its list of packages changed.
requirements=Tests/EndToEnd/requirements.txt
if ! cmp -s "$requirements" .venv/requirements.txt; then
    rm -rf .venv
    python3 -m venv .venv
    .venv/bin/pip install --quiet --disable-pip-version-check -r "$requirements"
    cp "$requirements" .venv/requirements.txt
fi
