"""What schemathesis is told about formats and media types that it does not know."""
import json

import schemathesis
from hypothesis import strategies as st

LINES = "application/x-ndjson"

# A cursor that no answer has given is refused, so those that are made up are empty: the first page.
schemathesis.openapi.format("cursor", st.just(""))
schemathesis.openapi.format(
    "date-range", st.sampled_from(["2024", "2024-11", "2024-11-20", "2024-11-01..2024-11-20", "7d..", "..2024-11", "20.11.2024"])
)


@schemathesis.serializer(LINES)
def json_lines(ctx, value):
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value


@schemathesis.deserializer(LINES)
def results(ctx, response):
    """The first result stands for all: each line has the shape that is described."""
    lines = response.content.decode("utf-8").splitlines()
    return json.loads(lines[0]) if lines else None


@schemathesis.hook
def filter_case(ctx, case):
    """A body of lines is text on the wire whatever it is made from: what is not text cannot be sent as something else."""
    return case.media_type != LINES or isinstance(case.body, str)
