"""Every question that the documents leave open or answer twice, with the readings that a deployment may take.

A row stands here only where a careful reader could build either reading; what the documents settle (the bounds of
`limit`, the values of `sort_by`, what `total` counts) is no row, and a deployment that does otherwise is broken. The
first reading is the default. LIST and OBJECT are the two documents: the list page and the object page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.schema import error_spelling, listing_spelling, spelling, tool_spelling
from contracts.schema.properties import UNEXAMPLED
from contracts.schema.spelling import Spelling


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take a sentence of the documents; what it writes differently, if its row is about writing."""

    name: str
    means: str
    spelling: Spelling | None = None


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """One row: a question, the place in the documents that raises it, and its readings, the default first."""

    name: str
    question: str
    source: str
    readings: tuple[Reading, ...]
    mixes: bool = False
    """Whether its readings may stand side by side in one answer: one property null and the next absent, say."""

    @property
    def default(self) -> Reading:
        """The reading that `DOCUMENTED` takes."""
        return self.readings[0]

    def reading(self, name: str) -> Reading:
        """Return a reading by its name, which must be one of this row's."""
        return next(reading for reading in self.readings if reading.name == name)


def _row(name: str, question: str, source: str, *readings: Reading, mixes: bool = False) -> Ambiguity:
    return Ambiguity(name, question, source, readings, mixes)


_ITEMS = (
    _row(
        "summary_properties",
        "Which properties does an item of a list show?",
        "LIST, `fields`: thirteen names for `summary`; LIST, example: nine, `organization_id` and `model` among them",
        Reading("documented", "the thirteen that `fields` names"),
        Reading("example", "the nine of the example, with `model` for `default_model_key`", spelling.EXAMPLE_ITEM),
        Reading("with_icon", "the thirteen, `icon_type` and `icon_data`", spelling.showing("icon_type", "icon_data")),
    ),
    _row(
        "tool_capabilities",
        "Do `summary` and `standard` show `tool_capabilities`?",
        'OBJECT, `tool_capabilities`: "used in LIST endpoint for performance"; LIST, `fields` does not name it there',
        Reading("full_only", "only `full` shows it"),
        Reading("every_projection", "every projection shows it", spelling.showing("tool_capabilities")),
    ),
    _row(
        "unexampled_properties",
        "Are the eight properties that the object's example lacks, though not optional, part of an answer?",
        "OBJECT, `is_default`, `output_mode`, `response_format`, `public_enabled`, `streaming`, `memory_enabled`, "
        "`moderation_enabled`, `safety_level`; OBJECT, example",
        Reading("present", "they are there, as the property list says"),
        Reading(
            "absent",
            "all eight are left out, as in the example",
            spelling.hiding(*UNEXAMPLED),
        ),
    ),
    _row(
        "timestamps",
        "How are `created_at`, `updated_at` and `deleted_at` written?",
        'OBJECT, `created_at`: "Unix timestamp (seconds)"; LIST, example: "2025-11-11T10:30:00Z"',
        Reading("unix_seconds", "integers, seconds since 1970"),
        Reading("iso_8601", "texts in UTC", spelling.ISO_TIMES),
    ),
    _row(
        "icon_url",
        "Is `icon_url` absolute or relative?",
        "LIST, `fields`: `icon_url`, nowhere explained",
        Reading("absolute", "with scheme and host"),
        Reading("relative", "a path", spelling.RELATIVE_ICONS),
        mixes=True,
    ),
    _row(
        "no_logit_bias",
        "How is the absence of a logit bias written?",
        'OBJECT, `logit_bias`: "object or integer optional ... or 0 for no bias"',
        Reading("unset", "like any other unset optional property"),
        Reading("zero", "as the integer 0", spelling.NO_BIAS_ZERO),
        mixes=True,
    ),
    _row(
        "reasoning_words",
        "Which words may `reasoning` hold?",
        "OBJECT, `reasoning`: effort minimal, low, medium, high; the official client: off, low, medium, high, maximum",
        Reading("documented", "those of the object page"),
        Reading("sdk", "the client's as well; the least effort is `off`", spelling.SDK_REASONING),
        mixes=True,
    ),
    _row(
        "output_mode_words",
        "Which words may `output_mode` hold?",
        "OBJECT, `output_mode`: text, json_object, json_schema; the official client: plain, structured, json as well",
        Reading("documented", "those of the object page"),
        Reading("sdk", "the client's as well; an object is `json`", spelling.SDK_OUTPUT),
        mixes=True,
    ),
    _row(
        "tool_defaults",
        "Are settings of tools that were never set written with their defaults?",
        'OBJECT, `webSearch`: "Defaults to auto", "Defaults to true"; OBJECT, example: `"codeInterpreter": '
        '{"mode": "off"}`, three tools absent',
        Reading("as_stored", "what was not set is absent"),
        Reading("filled_in", "all six tools with all their settings", tool_spelling.DEFAULTS_FILLED),
        mixes=True,
    ),
    _row(
        "tool_members",
        "Are empty members of `tool_configurations` written?",
        'OBJECT, `tool_configurations`: not optional, everything in it is; OBJECT, example: `"mcpTools": []`',
        Reading("present", "all three members are always there", tool_spelling.MEMBERS_PRESENT),
        Reading("absent", "an empty member is left out", tool_spelling.MEMBERS_ABSENT),
        mixes=True,
    ),
    _row(
        "tool_keys",
        "Are the keys in `tool_configurations` camel case or snake case?",
        "OBJECT, `tool_configurations`: `systemTools`, in a snake-case object; the official client: `system_tools`",
        Reading("camel_case", "as the object page spells them"),
        Reading("snake_case", "like all else in the object", tool_spelling.SNAKE_KEYS),
    ),
    _row(
        "stop_sequences_key",
        "Is the property `stopSequences` or `stop_sequences`?",
        "OBJECT, `stopSequences`, in a snake-case object; the official client: `stop_sequences`",
        Reading("camel_case", "`stopSequences`, as the object page spells it"),
        Reading("snake_case", "`stop_sequences`", spelling.STOP_SNAKE),
    ),
    _row(
        "unset_lists",
        "How is an empty list of users, departments, roles, stores or rules written?",
        'OBJECT, `access_users`: "array optional"; OBJECT, example: `"access_users": []`',
        Reading("empty", "as an empty list"),
        Reading("null", "as null", spelling.LISTS_NULL),
        Reading("absent", "not at all", spelling.LISTS_ABSENT),
        mixes=True,
    ),
    _row(
        "unset_optionals",
        "How is an optional property that is not set written?",
        'OBJECT, example: `"reasoning": null`, while `seed` and eight others are absent',
        Reading("null", "as null"),
        Reading("absent", "not at all", spelling.UNSET_ABSENT),
        mixes=True,
    ),
    _row(
        "extra_properties",
        "Do items carry properties that the documents do not name?",
        'LIST, `assistants`: "The fields included depend on the fields query parameter"; the official client knows '
        "`workflow_id` and others",
        Reading("none", "only documented properties"),
        Reading("some", "others as well, such as `workflow_id`", spelling.EXTRA_PROPERTIES),
        mixes=True,
    ),
)

_ENVELOPE = (
    _row(
        "filters_applied",
        "Does `filters_applied` name every filter?",
        'LIST, `filters_applied`: "Summary of filters applied", five names, without `vector_store_id` and `fields`',
        Reading("documented", "the five names", listing_spelling.DOCUMENTED_FILTERS),
        Reading("every_parameter", "the five, `vector_store_id` and `fields`"),
        mixes=True,
    ),
    _row(
        "unused_filters",
        "How does `filters_applied` write a filter that was not used?",
        'LIST, `filters_applied`: "Search term used (if any)"',
        Reading("null", "as null"),
        Reading("absent", "not at all", listing_spelling.UNUSED_ABSENT),
        mixes=True,
    ),
    _row(
        "organization_count",
        "What does `organization_count` count?",
        'LIST, `user_context`: "Number of organizations the user has access to"; LIST, `organization_id`: one is asked',
        Reading("memberships", "the organizations that the caller belongs to"),
        Reading("one", "the one that was asked about", listing_spelling.ONE_ORGANIZATION),
    ),
    _row(
        "key_user",
        "Whose id is `user_id` when an API key asks?",
        'LIST, `user_context`: "Current user\'s ID"; LIST, curl: an API key, no user',
        Reading("creator", "the user's who created the key"),
        Reading("key", "the key's own"),
    ),
    _row(
        "envelope",
        "Which members has the answer?",
        'LIST, "Returns": six members; LIST, example: `assistants`, `total`, `page`, `limit`',
        Reading("documented", "the six members"),
        Reading("example", "the four of the example", listing_spelling.EXAMPLE_ENVELOPE),
    ),
)

_QUERY = (
    _row(
        "default_limit",
        "How many assistants has a page when `limit` is not sent?",
        'LIST, `limit`: "Defaults to 50"; LIST, example: `"limit": 20` for a request without limit',
        Reading("fifty", "50"),
        Reading("twenty", "20"),
    ),
    _row(
        "access_mode_filter",
        "Which values does the filter `access_mode` take?",
        'LIST, `access_mode`: "One of private, organization, public"; OBJECT, `access_mode`: six values',
        Reading("documented", "the three of the list page; any other is refused"),
        Reading("object_modes", "the six of the object page; any other is refused", listing_spelling.SIX_MODES),
        Reading("any", "any text; a mode that no assistant has gives an empty list", listing_spelling.ANY_MODE),
        Reading(
            "others_empty",
            "any text; any but the three of the list page gives an empty list",
            listing_spelling.ANY_MODE,
        ),
    ),
    _row(
        "boolean_words",
        "Which spellings does `include_inactive` take?",
        'LIST, `include_inactive`: "boolean", on a query string',
        Reading("many", "true, false, 1, 0, yes, no, on, off, in any case"),
        Reading("two", "true and false"),
    ),
    _row(
        "repeated_parameter",
        "Which value counts when a parameter is sent twice?",
        "LIST, query parameters: none is a list",
        Reading("last", "the last"),
        Reading("first", "the first"),
        Reading("refused", "none; the request is refused"),
    ),
    _row(
        "search_spaces",
        "Do spaces around a search term count?",
        'LIST, `search`: "Search assistants by name or description"',
        Reading("trimmed", "no; a blank term is no filter"),
        Reading("verbatim", "yes"),
    ),
)

_BEHAVIOUR = (
    _row(
        "search_case",
        "Does upper and lower case matter in a search?",
        'LIST, `search`: "Search assistants by name or description"',
        Reading("insensitive", "no"),
        Reading("sensitive", "yes"),
    ),
    _row(
        "name_order",
        "In which order are names?",
        "LIST, `sort_by`: `name`",
        Reading("casefold", "without regard to case"),
        Reading("code_point", "by code point: capital letters first"),
        Reading("lower", "without regard to case, letter by letter: `ß` stays one letter"),
    ),
    _row(
        "tie_order",
        "In which order are assistants whose sort field is equal?",
        "LIST, `sort_by`: one field",
        Reading("id", "by id, ascending"),
        Reading("id_directed", "by id, in the direction of `sort_order`"),
        Reading("stored", "as they are stored"),
    ),
    _row(
        "soft_deleted",
        "Does `include_inactive` show soft-deleted assistants?",
        'LIST, `include_inactive`: "inactive assistants"; OBJECT, `is_active`: "Soft-deleted assistants have is_active '
        'set to false"',
        Reading("hidden", "no, they are never listed"),
        Reading("with_inactive", "yes"),
    ),
    _row(
        "access_rules",
        "Do lists of users and departments grant access whatever the mode?",
        'OBJECT, `access_mode`: "restricted (users in access_users)", called legacy; OBJECT, `editable_by_users`: '
        '"regardless of access mode"',
        Reading("grants", "yes, every list counts"),
        Reading("by_mode", "no, `access_users` and `access_departments` count under their own mode only"),
    ),
    _row(
        "api_disabled",
        "Does an API key list assistants whose `api_enabled` is false?",
        'OBJECT, `api_enabled`: "When false, only bearer token (JWT) authentication works"',
        Reading("listed", "yes; they cannot be used, but are shown"),
        Reading("hidden_from_keys", "no"),
    ),
)

_REFUSALS = (
    _row(
        "error_type",
        "Which vocabulary has the error's `type`?",
        "no document; the API's pages show both",
        Reading("side", "client_error, server_error"),
        Reading("kind", "authentication_error, authorization_error, validation_error", error_spelling.TYPE_BY_KIND),
    ),
    _row(
        "error_body",
        "Which body has an error?",
        "no document; the API's pages and observations show four",
        Reading("standard", "`success`, `error` with code, message, details, trace"),
        Reading("lowercase", "`error` with a lower-case code, message, trace", error_spelling.LOWERCASE_BODY),
        Reading("detail", "`detail`, `status_code`, `error_type`, `meta`, `errors`", error_spelling.DETAIL_BODY),
        Reading("framework", "`detail`, the web framework's own", error_spelling.FRAMEWORK_BODY),
    ),
    _row(
        "unmatched_body",
        "Which body has the answer to a path or method that is not served?",
        "no document; observed: the web framework's own",
        Reading("framework", "`detail`, the web framework's own"),
        Reading("error_body", "that of every other error"),
    ),
    _row(
        "credential_codes",
        "Does a 401 say what is wrong with the credentials?",
        "no document; the API's error page lists a code for each case, observed was one for all",
        Reading("specific", "INVALID_API_KEY, TOKEN_EXPIRED, ..."),
        Reading("general", "AUTHENTICATION_REQUIRED for all"),
    ),
    _row(
        "validation_status",
        "Which status has a request with a wrong parameter?",
        "no document; the API's pages show both",
        Reading("422", "422"),
        Reading("400", "400"),
    ),
    _row(
        "validation_code",
        "Which code has a request with a wrong parameter?",
        "no document; the API's pages show one, observed was the other",
        Reading("validation_error", "VALIDATION_ERROR"),
        Reading("invalid_field_value", "INVALID_FIELD_VALUE"),
    ),
    _row(
        "foreign_organization",
        "What is the answer about an organization that the caller does not belong to?",
        "no document; the API's error page describes one code, sibling endpoints answer otherwise",
        Reading("access_denied", "403 ORGANIZATION_ACCESS_DENIED"),
        Reading("insufficient_permissions", "403 INSUFFICIENT_PERMISSIONS"),
        Reading("not_found", "404 RESOURCE_NOT_FOUND"),
    ),
    _row(
        "unknown_organization",
        "What is the answer about an organization that does not exist?",
        "no document; a 403 reveals nothing, sibling endpoints also answer 404",
        Reading("access_denied", "403 ORGANIZATION_ACCESS_DENIED"),
        Reading("insufficient_permissions", "403 INSUFFICIENT_PERMISSIONS"),
        Reading("not_found", "404 RESOURCE_NOT_FOUND"),
        Reading("empty", "200 with an empty list"),
    ),
    _row(
        "check_order",
        "Which is checked first, the parameters or the membership?",
        "no document; observed on sibling endpoints: both",
        Reading("parameters", "the parameters: 422 before 403"),
        Reading("membership", "the membership: 403 before 422"),
    ),
    _row(
        "trailing_slash",
        "What is the answer to `/v1/assistants/`?",
        "LIST, URL: without a slash",
        Reading("redirect", "307 to the path without it"),
        Reading("not_found", "404"),
    ),
)

AMBIGUITIES: Mapping[str, Ambiguity] = {
    row.name: row for row in (*_ITEMS, *_ENVELOPE, *_QUERY, *_BEHAVIOUR, *_REFUSALS)
}
"""Every row by name; spellings of one part are applied in this order."""
