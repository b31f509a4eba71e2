/* Just enough of JSON to say whether a text is some. */

#include "check.h"

static const char *value(const char *at, int depth);

static const char *space(const char *at)
{
    while (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')
        at++;
    return at;
}

static const char *text(const char *at)
{
    if (*at++ != '"')
        return NULL;
    for (; *at != '"'; at++) {
        if ((unsigned char)*at < 0x20)
            return NULL;
        if (*at == '\\' && strchr("\"\\/bfnrtu", *++at) == NULL)
            return NULL;
    }
    return at + 1;
}

static const char *number(const char *at)
{
    size_t length;

    at += *at == '-';
    length = strspn(at, "0123456789.eE+-");
    return length == 0 ? NULL : at + length;
}

static const char *word(const char *at, const char *expected)
{
    size_t length = strlen(expected);

    return strncmp(at, expected, length) == 0 ? at + length : NULL;
}

/* What stands between two brackets or braces; `at` is behind the first. */
static const char *members(const char *at, char end, int depth)
{
    at = space(at);
    if (*at == end)
        return at + 1;
    for (;;) {
        if (end == '}') {
            at = text(space(at));
            if (at == NULL || *(at = space(at)) != ':')
                return NULL;
            at++;
        }
        at = value(at, depth + 1);
        if (at == NULL || (*at != ',' && *at != end))
            return NULL;
        if (*at++ == end)
            return at;
    }
}

static const char *value(const char *at, int depth)
{
    if (depth > 200)
        return NULL;
    at = space(at);
    switch (*at) {
    case '{': at = members(at + 1, '}', depth); break;
    case '[': at = members(at + 1, ']', depth); break;
    case '"': at = text(at); break;
    case 't': at = word(at, "true"); break;
    case 'f': at = word(at, "false"); break;
    case 'n': at = word(at, "null"); break;
    default: at = number(at);
    }
    return at == NULL ? NULL : space(at);
}

int is_json(const char *text)
{
    const char *end = value(text, 0);

    return end != NULL && *end == '\0';
}
