#!/usr/bin/python3
"""validate.py SCHEMAS PROJECT: validates the YAML files of a project as an editor does (YAML 1.2: a day is text), each by
the schema of its kind. Prints a line a file."""
import json
import pathlib
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    pass


Loader.yaml_implicit_resolvers = {}
for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items():
    for tag, pattern in resolvers:
        if "timestamp" in tag or "bool" in tag:
            continue
        Loader.yaml_implicit_resolvers.setdefault(first, []).append((tag, pattern))
for word in ("true", "false"):
    import re
    Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), [word[0]])

schemas, project = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
validators = {}
for kind in ("inputs", "schema", "checks", "report"):
    schema = json.loads((schemas / f"{kind}.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    validators[kind] = jsonschema.Draft7Validator(schema)
for file in sorted([*project.glob("inputs/**/*.yaml"), *project.glob("templates/*.yaml")]):
    kind = "report" if file.parent.name == "templates" else file.stem if file.stem in ("schema", "checks") else "inputs"
    error = next(validators[kind].iter_errors(yaml.load(file.read_text(), Loader)), None)
    print(f"{file.relative_to(project)}: " + ("ok" if error is None else f"not ok: {list(error.path)} {error.message[:200]}"))
