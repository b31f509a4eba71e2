/*
 * A sales review from C: orders, quotas and people in, the company's totals out.
 *
 *   sales_review [DIR PLAN]     DIR has people.csv, quotas.csv and order_lines.csv; without arguments it is the demo company
 *
 * It prints one JSON line: sales, quota, people, orders, order lines and resellers over the whole span, then quota, sales and
 * attainment of each quota period. C99, also C++17; nothing but attain.h and the standard library.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attain.h"

#define DEMO "examples/data/demo"

/* ---- what cannot be gone on from ---- */

static void stop(const char *what, const char *why) {
    fprintf(stderr, "sales_review: %s%s%s\n", what, *why ? ": " : "", why);
    exit(2);
}

/* Says all that is wrong, with paths and remedies, and stops. */
static void check(attain_status status, attain_error *error, const char *what) {
    size_t i, count;
    if (status == ATTAIN_OK) {
        return;
    }
    count = attain_error_count(error);
    fprintf(stderr, "sales_review: %s: %s (%s)\n", what, attain_error_message(error), attain_status_name(status));
    for (i = 0; i < count; i++) {
        const attain_error *problem = attain_error_at(error, i);
        const char *help = attain_error_help(problem);
        fprintf(stderr, "  %s: %s\n", attain_error_path(problem), attain_error_message(problem));
        if (*help) {
            fprintf(stderr, "    help: %s\n", help);
        }
    }
    attain_error_free(error);
    exit(2);
}

/* ---- text that grows ---- */

typedef struct buffer {
    char *data;
    size_t len, room;
} buffer;

static void add(buffer *to, const char *data, size_t len) {
    if (to->len + len + 1 > to->room) {
        to->room = (to->len + len + 1) * 2;
        to->data = (char *)realloc(to->data, to->room);
        if (!to->data) {
            stop("out of memory", "");
        }
    }
    memcpy(to->data + to->len, data, len);
    to->len += len;
    to->data[to->len] = '\0';
}

static void say(buffer *to, const char *text) {
    add(to, text, strlen(text));
}

/* A text as JSON writes it. */
static void quote(buffer *to, const char *text) {
    char escape[8];
    say(to, "\"");
    for (; *text; text++) {
        if (*text == '"' || *text == '\\' || (unsigned char)*text < 0x20) {
            snprintf(escape, sizeof escape, "\\u%04x", (unsigned)(unsigned char)*text);
            say(to, escape);
        } else {
            add(to, text, 1);
        }
    }
    say(to, "\"");
}

/* `"name":"text"` and what goes before it. */
static void field(buffer *to, const char *name, const char *text) {
    say(to, to->len && to->data[to->len - 1] != '{' ? "," : "");
    quote(to, name);
    say(to, ":");
    quote(to, text);
}

static buffer file(const char *dir, const char *name) {
    buffer path = {NULL, 0, 0}, text = {NULL, 0, 0};
    char part[4096];
    size_t read;
    FILE *in;
    say(&path, dir);
    if (*name) {
        say(&path, "/");
        say(&path, name);
    }
    in = fopen(path.data, "rb");
    if (!in) {
        stop(path.data, "it cannot be opened");
    }
    add(&text, "", 0);
    while ((read = fread(part, 1, sizeof part, in)) > 0) {
        add(&text, part, read);
    }
    if (ferror(in)) {
        stop(path.data, "it cannot be read");
    }
    fclose(in);
    free(path.data);
    return text;
}

/* ---- CSV: a table of texts ---- */

#define COLUMNS_MAX 32

typedef struct row {
    char *cells[COLUMNS_MAX];
} row;

typedef struct csv {
    const char *name;
    buffer text;
    row header;
    row *rows;
    size_t columns, count;
} csv;

/* Cuts one cell out of the text in place; answers where the next one begins, or NULL after the last of a row. */
static char *cell(char *at, char **begin, char **rest) {
    char *to = at;
    int quoted = *at == '"';
    *begin = at;
    at += quoted;
    for (;;) {
        if (quoted && *at == '"' && at[1] == '"') {
            *to++ = '"';
            at += 2;
        } else if (quoted && *at == '"') {
            quoted = 0;
            at++;
        } else if (*at == '\0' || (!quoted && (*at == ',' || *at == '\n'))) {
            break;
        } else if (!quoted && *at == '\r' && at[1] == '\n') {
            at++;
        } else {
            *to++ = *at++;
        }
    }
    *rest = *at ? at + 1 : at;
    at = *at == ',' ? at + 1 : NULL;
    *to = '\0';
    return at;
}

static size_t cut(const csv *of, char *at, row *into, char **rest) {
    size_t count = 0;
    while (at && count < COLUMNS_MAX) {
        at = cell(at, &into->cells[count++], rest);
    }
    if (at) {
        stop(of->name, "a row has too many columns");
    }
    return count;
}

static csv table(const char *dir, const char *name) {
    csv read;
    char *at;
    size_t room = 0;
    memset(&read, 0, sizeof read);
    read.name = name;
    read.text = file(dir, name);
    at = read.text.data + (strncmp(read.text.data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0);
    read.columns = cut(&read, at, &read.header, &at);
    while (*at) {
        if (read.count == room) {
            room = room * 2 + 16;
            read.rows = (row *)realloc(read.rows, room * sizeof *read.rows);
            if (!read.rows) {
                stop("out of memory", "");
            }
        }
        if (cut(&read, at, &read.rows[read.count], &at) != read.columns) {
            stop(name, "a row has more or fewer cells than the header");
        }
        read.count++;
    }
    return read;
}

/* The cell of a row under a column; NULL where the file has no such column. */
static const char *find(const csv *of, size_t index, const char *column) {
    size_t i;
    for (i = 0; i < of->columns; i++) {
        if (strcmp(of->header.cells[i], column) == 0) {
            return of->rows[index].cells[i];
        }
    }
    return NULL;
}

static const char *at(const csv *of, size_t index, const char *column) {
    const char *cell = find(of, index, column);
    if (!cell) {
        fprintf(stderr, "sales_review: %s: there is no column `%s`\n", of->name, column);
        exit(2);
    }
    return cell;
}

static void discard(csv *of) {
    free(of->rows);
    free(of->text.data);
}

/* ---- people.csv: a row is a person's stay under a manager; units and memberships are made of it ---- */

static int is_head(const csv *people, const char *who) {
    size_t i;
    for (i = 0; i < people->count; i++) {
        if (strcmp(at(people, i, "employee"), who) == 0 && !*at(people, i, "manager")) {
            return 1;
        }
    }
    return 0;
}

/* Who leads: the head, whoever reports to the head, and whoever somebody reports to. */
static int leads(const csv *people, const char *who) {
    size_t i;
    for (i = 0; i < people->count; i++) {
        const char *manager = at(people, i, "manager");
        if (strcmp(manager, who) == 0 || (strcmp(at(people, i, "employee"), who) == 0 && is_head(people, manager))) {
            return 1;
        }
    }
    return is_head(people, who);
}

static void unit(buffer *name, const csv *people, const char *leader) {
    name->len = 0;
    if (is_head(people, leader)) {
        say(name, "company");
    } else {
        say(name, "team:");
        say(name, leader);
    }
}

static void open_entry(buffer *lines, const char *kind, const char *series, size_t index, const char *on) {
    char id[64];
    snprintf(id, sizeof id, "%s/%lu", series, (unsigned long)index);
    say(lines, "{");
    field(lines, "kind", kind);
    field(lines, "id", id);
    field(lines, "on", on);
}

static void optional(buffer *lines, const csv *of, size_t index, const char *column, const char *name) {
    const char *text = find(of, index, column);
    if (text && *text) {
        field(lines, name, text);
    }
}

static buffer entries(const csv *people) {
    buffer lines = {NULL, 0, 0}, name = {NULL, 0, 0};
    const char *start = "";
    size_t i, earlier;
    for (i = 0; i < people->count; i++) {
        if (!*start || strcmp(at(people, i, "hired_on"), start) < 0) {
            start = at(people, i, "hired_on");
        }
    }
    for (i = 0; i < people->count; i++) {
        const char *who = at(people, i, "employee"), *manager = at(people, i, "manager"), *on = at(people, i, "hired_on");
        int lead = leads(people, who);
        if (lead) {
            /* A unit is there from the first day of all: its people may be older than its leader's stay. */
            for (earlier = 0; earlier < i && strcmp(at(people, earlier, "employee"), who) != 0; earlier++) {
            }
            open_entry(&lines, "unit", "unit", i, earlier == i ? start : on);
            unit(&name, people, who);
            field(&lines, "unit", name.data);
            if (*manager) {
                unit(&name, people, manager);
                field(&lines, "under", name.data);
            }
            say(&lines, "}\n");
        }
        open_entry(&lines, "membership", "membership", i, on);
        field(&lines, "who", who);
        unit(&name, people, lead ? who : manager);
        field(&lines, "unit", name.data);
        field(&lines, "role", is_head(people, who) ? "head" : lead ? "manager" : "rep");
        optional(&lines, people, i, "name", "name");
        optional(&lines, people, i, "title", "title");
        optional(&lines, people, i, "commission_rate", "commission_rate");
        optional(&lines, people, i, "bonus", "bonus");
        optional(&lines, people, i, "left_on", "until");
        say(&lines, "}\n");
    }
    free(name.data);
    return lines;
}

/* ---- quotas.csv: a target for the KPI `sales` from each row ---- */

static buffer targets(const csv *quotas) {
    buffer lines = {NULL, 0, 0}, text = {NULL, 0, 0};
    size_t i;
    for (i = 0; i < quotas->count; i++) {
        const char *who = at(quotas, i, "employee"), *on = at(quotas, i, "starts_on");
        say(&lines, "{");
        field(&lines, "kind", "target");
        text.len = 0;
        say(&text, "quota/");
        say(&text, who);
        say(&text, "/");
        say(&text, on);
        field(&lines, "id", text.data);
        field(&lines, "on", on);
        field(&lines, "of", "sales");
        field(&lines, "who", who);
        text.len = 0;
        say(&text, "quota_period ");
        say(&text, on);
        field(&lines, "period", text.data);
        field(&lines, "amount", at(quotas, i, "quota"));
        say(&lines, "}\n");
    }
    free(text.data);
    return lines;
}

/* ---- recording: each entry has an outcome of its own ---- */

static void tell(attain_outcomes *outcomes, const char *what) {
    uint64_t i, told = 0;
    attain_error *error = NULL;
    for (i = attain_outcomes_next(outcomes, 0); i != ATTAIN_INDEX_NONE && told < 10; told++) {
        attain_text *json = NULL;
        check(attain_outcomes_json(outcomes, i, &json, &error), error, what);
        fprintf(stderr, "%s, entry %lu: %s\n", what, (unsigned long)i + 1, attain_text_data(json));
        attain_text_free(json);
        i = attain_outcomes_next(outcomes, i + 1);
    }
    if (i != ATTAIN_INDEX_NONE) {
        fprintf(stderr, "%s: … and more\n", what);
    }
    attain_outcomes_free(outcomes);
}

static void record(attain_engine *engine, buffer *lines, const char *what) {
    attain_outcomes *outcomes = NULL;
    attain_error *error = NULL;
    check(attain_engine_record_jsonl(engine, lines->data, lines->len, ATTAIN_TIME_NONE, &outcomes, &error), error, what);
    tell(outcomes, what);
    free(lines->data);
}

/* Loads a folder; answers the first day of the first quota period. */
static attain_date load(attain_engine *engine, const char *dir) {
    csv people = table(dir, "people.csv"), quotas = table(dir, "quotas.csv");
    buffer lines = entries(&people), orders = file(dir, "order_lines.csv");
    attain_outcomes *outcomes = NULL;
    attain_error *error = NULL;
    attain_date first = ATTAIN_DATE_NONE, day;
    size_t i;
    record(engine, &lines, "people.csv");
    lines = targets(&quotas);
    record(engine, &lines, "quotas.csv");
    check(attain_engine_record_csv(engine, "sale", ATTAIN_NTS, orders.data, orders.len, ATTAIN_TIME_NONE, &outcomes, &error),
          error, "order_lines.csv");
    tell(outcomes, "order_lines.csv");
    for (i = 0; i < quotas.count; i++) {
        check(attain_date_parse(at(&quotas, i, "starts_on"), ATTAIN_NTS, &day, &error), error, "quotas.csv");
        first = first == ATTAIN_DATE_NONE || day < first ? day : first;
    }
    free(orders.data);
    discard(&people);
    discard(&quotas);
    return first;
}

/* ---- figures ---- */

typedef struct question {
    const attain_view *view;
    const attain_calendar *calendar;
    attain_place place;
    char label[64];
} question;

static void ask_for(question *of, const char *grain, attain_date first) {
    attain_error *error = NULL;
    check(attain_calendar_label(of->calendar, grain, ATTAIN_NTS, first, of->label, sizeof of->label, NULL, &error), error, grain);
    attain_place_init(&of->place, sizeof of->place);
    of->place.whose = ATTAIN_WHOSE_UNIT;
    of->place.key.data = "company";
    of->place.key.len = ATTAIN_NTS;
    of->place.period.data = of->label;
    of->place.period.len = ATTAIN_NTS;
}

static attain_value kpi(const question *of, const char *name) {
    attain_value value;
    attain_error *error = NULL;
    check(attain_view_value(of->view, &of->place, name, ATTAIN_NTS, &value, &error), error, name);
    return value;
}

static attain_value quota(const question *of) {
    attain_value value;
    attain_error *error = NULL;
    check(attain_view_target(of->view, &of->place, "sales", ATTAIN_NTS, &value, &error), error, "quota");
    return value;
}

static attain_value attainment(const question *of) {
    attain_value value;
    attain_error *error = NULL;
    check(attain_view_attainment(of->view, &of->place, "sales", ATTAIN_NTS, &value, &error), error, "attainment");
    return value;
}

/* `"name":"amount"`, or null where there is none; exact, or with so many digits. */
static void amount(const char *name, attain_value value, int digits) {
    attain_error *error = NULL;
    attain_decimal decimal;
    char text[128];
    if (value.undefined) {
        printf("\"%s\":null", name);
        return;
    }
    if (digits < 0) {
        check(attain_fraction_format(&value.amount, text, sizeof text, NULL, &error), error, name);
    } else {
        check(attain_fraction_round(&value.amount, digits, ATTAIN_ROUND_HALF_EVEN, &decimal, &error), error, name);
        check(attain_decimal_format(&decimal, text, sizeof text, NULL, &error), error, name);
    }
    printf("\"%s\":\"%s\"", name, text);
}

/* A number of things is a whole number. */
static void counted(const char *name, attain_value value) {
    printf(",\"%s\":%lu", name, value.undefined ? 0UL : (unsigned long)value.amount.num_lo);
}

static void totals(const attain_view *view, const attain_calendar *calendar, attain_period span) {
    question of;
    attain_error *error = NULL;
    attain_period period;
    attain_date day;
    of.view = view;
    of.calendar = calendar;
    ask_for(&of, "span", span.from);
    printf("{");
    amount("sales", kpi(&of, "sales"), -1);
    printf(",");
    amount("quota", quota(&of), -1);
    counted("people", kpi(&of, "sellers"));
    counted("orders", kpi(&of, "orders"));
    counted("order_lines", kpi(&of, "order_lines"));
    counted("resellers", kpi(&of, "customers"));
    printf(",\"periods\":[");
    for (day = span.from; day < span.to; day = period.to) {
        check(attain_calendar_period(calendar, "quota_period", ATTAIN_NTS, day, &period, &error), error, "quota_period");
        ask_for(&of, "quota_period", period.from);
        printf(day == span.from ? "{" : ",{");
        amount("quota", quota(&of), -1);
        printf(",");
        amount("sales", kpi(&of, "sales"), -1);
        printf(",");
        amount("attainment", attainment(&of), 6);
        printf("}");
    }
    printf("]}\n");
}

int main(int count, char **arguments) {
    const char *dir = count == 3 ? arguments[1] : DEMO;
    const char *plan_file = count == 3 ? arguments[2] : DEMO "/plan.json";
    attain_error *error = NULL;
    attain_plan *plan = NULL;
    attain_calendar *calendar = NULL;
    attain_engine *engine = NULL;
    attain_view *view = NULL;
    attain_period span;
    attain_date first;
    buffer text;

    if (count != 1 && count != 3) {
        stop("usage: sales_review [DIR PLAN]", "");
    }
    if (ATTAIN_CHECK_ABI() != ATTAIN_OK) {
        stop("attain.h and the library do not fit together", attain_version());
    }
    text = file(plan_file, "");
    check(attain_plan_load_json(text.data, text.len, NULL, &plan, &error), error, plan_file);
    free(text.data);
    check(attain_plan_calendar(plan, &calendar, &error), error, "calendar");
    check(attain_engine_new(plan, &engine, &error), error, "engine");
    attain_plan_free(plan); /* the engine keeps it */

    first = load(engine, dir);
    check(attain_calendar_period(calendar, "span", ATTAIN_NTS, first, &span, &error), error, "span");
    check(attain_engine_view(engine, span.to - 1, &view, &error), error, "view");
    totals(view, calendar, span);

    attain_view_free(view);
    attain_engine_free(engine);
    attain_calendar_free(calendar);
    return 0;
}
