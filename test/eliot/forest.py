"""Prints the forest that Python Eliot's own parser makes of log files: python3 forest.py LOG..."""
import json
import sys

from eliot.parse import Parser, WrittenAction


def action(node):
    start, end = node.start_message, node.end_message
    hidden = ("timestamp", "task_uuid", "task_level", "action_type", "action_status")

    def fields(message):
        return None if message is None else {k: v for k, v in message.contents.items() if k not in hidden}

    return {
        "kind": "action",
        "action_type": node.action_type,
        "status": node.status,
        "task_level": node.task_level.as_list(),
        "start_ts": None if start is None else start.timestamp,
        "end_ts": None if end is None else end.timestamp,
        "start_fields": fields(start),
        "end_fields": fields(end),
        "children": [tree(child) for child in node.children],
    }


def message(node):
    contents = dict(node.contents)
    kind = contents.pop("message_type", None)
    return {
        "kind": "message",
        "message_type": kind,
        "task_level": node.task_level.as_list(),
        "ts": node.timestamp,
        "fields": contents,
    }


def tree(node):
    return action(node) if isinstance(node, WrittenAction) else message(node)


lines = [json.loads(line) for path in sys.argv[1:] for line in open(path, "rb") if line.strip()]
lines.sort(key=lambda line: line["timestamp"])
tasks = [{"task_uuid": task.root().task_uuid, "root": tree(task.root())} for task in Parser.parse_stream(lines)]
json.dump({"tasks": tasks}, sys.stdout)
