"""Calls each operation of a Python client with the documented examples, and compares what it reads and sends with them.

Usage: python-examples.py BUNDLE FOLDER, where FOLDER holds the package `client` that openapi-generator made of BUNDLE.
"""

import datetime
import enum
import importlib
import inspect
import json
import sys
import types
import typing


class Exchange:
    """Stands in for the HTTP client: keeps the request, and gives a response that it was told."""

    def __init__(self, rest):
        self.rest = rest

    def request(self, method, url, headers=None, body=None, post_params=None, _request_timeout=None):
        self.sent = body
        raw = types.SimpleNamespace(status=self.status, reason="", data=self.data, headers=self.headers)
        return self.rest.RESTResponse(raw)


def plain(annotation, body):
    """A value that an argument takes: the body if it is one, and something plain otherwise."""
    if hasattr(annotation, "__metadata__"):
        least = [bound.ge for part in annotation.__metadata__ for bound in getattr(part, "metadata", []) if hasattr(bound, "ge")]
        return least[0] if least else plain(annotation.__origin__, body)
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Union:
        return plain(arguments[0], body)
    if typing.get_origin(annotation) is list:
        return [plain(arguments[0], body)] if body is None else [plain(arguments[0], element) for element in body]
    if hasattr(annotation, "from_dict"):
        return annotation.from_dict(body)
    if inspect.isclass(annotation) and issubclass(annotation, enum.Enum):
        return next(iter(annotation))
    if typing.get_origin(annotation) is dict or annotation is typing.Any:
        return body
    return {str: "a", int: 1, float: 1.5, bool: True}[annotation]


def is_body(annotation):
    """Whether an argument is a body of fields."""
    inner = getattr(annotation, "__origin__", annotation) if hasattr(annotation, "__metadata__") else annotation
    inner = typing.get_args(inner)[0] if typing.get_origin(inner) is typing.Union else inner
    return hasattr(inner, "from_dict")


def written(value):
    """What was read, as JSON: with secrets, and with fields that are never sent."""
    if hasattr(value, "get_secret_value"):
        return value.get_secret_value()
    if hasattr(value, "additional_properties"):
        return {key: written(inner) for key, inner in value.additional_properties.items()} | fields(value)
    if hasattr(value, "model_dump"):
        return fields(value)
    if isinstance(value, dict):
        return {key: written(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [written(element) for element in value]
    if isinstance(value, enum.Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime.datetime) else value


def fields(model):
    return {field.alias or name: written(getattr(model, name)) for name, field in type(model).model_fields.items()}


def time(value):
    """A point in time, if a text is one."""
    try:
        return datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return value


def lost(example, value, aliases, at=""):
    """Where a value lacks something of an example. A field under another of its names is known to no client but ours."""
    if isinstance(example, dict) and isinstance(value, dict):
        for key, inner in example.items():
            if key not in aliases and inner is not None:
                yield from lost(inner, value.get(key), aliases, f"{at}/{key}")
    elif isinstance(example, list) and isinstance(value, list) and len(example) == len(value):
        for index, inner in enumerate(example):
            yield from lost(inner, value[index], aliases, f"{at}/{index}")
    elif isinstance(example, str) and isinstance(value, str):
        if time(example) != time(value):
            yield f"{at}: {value!r} instead of {example!r}"
    elif example != value or isinstance(example, bool) != isinstance(value, bool):
        yield f"{at}: {value!r} instead of {example!r}"


def aliases_in(value):
    """All names under `x-aliases`."""
    if isinstance(value, dict):
        yield from value.get("x-aliases", [])
    if isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from aliases_in(inner)


def examples(bundle, content):
    """The documented examples of a request or a response, each with its media type."""
    if "$ref" in content:
        _, components, kind, name = content["$ref"].split("/")
        content = bundle[components][kind][name]
    media_types = content.get("content", {}).items()
    return [(media_type, example["value"]) for media_type, inner in media_types for example in inner.get("examples", {}).values()]


def operations(bundle):
    """The operations: name, examples of requests, and of successes with their status."""
    for path in bundle["paths"].values():
        for operation in path.values():
            requests = examples(bundle, operation.get("requestBody", {}))
            successes = [
                (int(status), *example)
                for status, response in operation["responses"].items()
                if status.startswith("2")
                for example in examples(bundle, response) or [(None, None)]
            ]
            yield operation["operationId"], requests, successes


def main(bundle_path, folder):
    with open(bundle_path, encoding="utf-8") as file:
        bundle = json.load(file)
    sys.path.insert(0, folder)
    client = importlib.import_module("client")
    api_client = client.ApiClient()
    api_client.rest_client = exchange = Exchange(importlib.import_module("client.rest"))
    apis = [of(api_client) for name, of in vars(client).items() if name.endswith("Api")]
    methods = {name.replace("_", ""): getattr(api, name) for api in apis for name in dir(api) if not name.startswith("_")}
    aliases = set(aliases_in(bundle))
    # An enum has the values that are documented, not what a generator made of them.
    enums = {name: schema["enum"] for name, schema in bundle["components"]["schemas"].items() if "enum" in schema}
    of_enums = ((name, lost(values, [one.value for one in getattr(client, name)], set())) for name, values in enums.items())
    faults = [f"{name}{fault}" for name, found in of_enums for fault in found]
    compared = set()
    for name, requests, successes in operations(bundle):
        method = methods[name.lower()]
        # Each example once; what there is fewer of, is repeated.
        for index in range(max(len(requests), len(successes))):
            media_type, sent = requests[index % len(requests)] if requests else (None, None)
            exchange.status, given_type, given = successes[index % len(successes)]
            exchange.data = b"" if given_type is None else json.dumps(given).encode()
            exchange.headers = {} if given_type is None else {"content-type": given_type}
            arguments = inspect.signature(method).parameters.values()
            needed = [one for one in arguments if one.default is one.empty or sent and is_body(one.annotation)]
            try:
                read = written(method(**{one.name: plain(one.annotation, sent) for one in needed}))
            except Exception as error:
                faults.append(f"{name}: {error}")
                continue
            if given_type is not None:
                compared.add((name, "success", index % len(successes)))
                faults += [f"{name} reads{fault}" for fault in lost(given, read, aliases)]
            if "json" in (media_type or ""):
                compared.add((name, "request", index % len(requests)))
                faults += [f"{name} sends{fault}" for fault in lost(sent, exchange.sent, aliases)]
    print(f"{bundle_path}: {len(list(operations(bundle)))} operations called, {len(compared)} examples compared")
    if faults:
        sys.exit("\n".join(faults))


main(*sys.argv[1:])
