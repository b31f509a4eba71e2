/* What the parts of hostile.c have in common: checks that are counted, and objects to check. */
#ifndef CHECK_H
#define CHECK_H

#include <stdint.h>
#include <string.h>

#include "attain.h"
#include "../hooks.h"

/* Checks, each counted; one that fails says where, what was expected and what was got. */
void check_true(const char *file, int line, const char *what, int is);
void check_int(const char *file, int line, const char *what, long long expected, long long got);
void check_text(const char *file, int line, const char *what, const char *expected, const char *got);
void check_has(const char *file, int line, const char *what, const char *part, const char *got);
void check_json(const char *file, int line, const char *what, const char *got);
void check_fine(const char *file, int line, const char *what, attain_status got, attain_error *error);
/* Status, stable code and path of a call that fails, the same status in the error, words, and JSON that parses. `code` and
   `path` may be NULL: then they are not looked at. Frees the error. */
void check_refused(const char *file, int line, const char *what, attain_status expected, const char *code, const char *path,
                   attain_status got, attain_error *error);
int check_report(void);

#define TRUE(what, is) check_true(__FILE__, __LINE__, what, (is) != 0)
#define INT(what, expected, got) check_int(__FILE__, __LINE__, what, (long long)(expected), (long long)(got))
#define TEXT(what, expected, got) check_text(__FILE__, __LINE__, what, expected, got)
#define HAS(what, part, got) check_has(__FILE__, __LINE__, what, part, got)
#define JSON(what, got) check_json(__FILE__, __LINE__, what, got)

/* A call, written with `E` for its last argument, that goes well: with and without an error asked for it is the same, so
   `E` is NULL only where REFUSED runs it a second time. */
#define FINE(call)                                                                                                     \
    do {                                                                                                               \
        attain_error *error_ = GARBAGE;                                                                                \
        attain_error **E = &error_;                                                                                    \
        attain_status status_ = (call);                                                                                \
        check_fine(__FILE__, __LINE__, #call, status_, error_);                                                        \
    } while (0)

/* A call that fails with a status, a code and a path, with `E` and with NULL in its place. */
#define REFUSED(status, code, path, call)                                                                              \
    do {                                                                                                               \
        attain_error *error_ = GARBAGE;                                                                                \
        attain_error **E = &error_;                                                                                    \
        attain_status status_ = (call);                                                                                \
        check_refused(__FILE__, __LINE__, #call, (status), (code), (path), status_, error_);                           \
        E = NULL;                                                                                                      \
        check_int(__FILE__, __LINE__, #call " without an error", (status), (call));                                    \
    } while (0)

#define IS_NULL(path, call) REFUSED(ATTAIN_E_INVALID_ARGUMENT, "argument.null", path, call)
#define IS_INVALID(path, call) REFUSED(ATTAIN_E_INVALID_ARGUMENT, "argument.invalid", path, call)

/* What a host may have left in a variable; the library never reads it. */
#define GARBAGE ((void *)(uintptr_t)0x5a5a5a50)

/* Plans: the smallest, one with a bit of everything, and one whose author writes Chinese. */
extern const char SMALL[];
extern const char REVIEW[];
extern const char CHINESE[];
/* Entries for REVIEW: a unit, two people, targets, orders. */
extern const char ENTRIES[];

attain_plan *plan_of(const char *json);
attain_engine *engine_of(const char *json, const char *entries);
attain_view *view_of(attain_engine *engine, const char *day);
attain_date day_of(const char *day);
attain_decimal decimal_of(const char *text);
attain_place person_in(const char *who, const char *period);
attain_place unit_in(const char *unit, const char *period);
/* Records lines, of which each must count. */
void record(attain_engine *engine, const char *lines);
/* Whether a text is one JSON value and nothing else. */
int is_json(const char *text);
/* The amount of a value as text, in a buffer that the next call uses again. */
const char *amount(const attain_value *value);
const char *written(const attain_decimal *decimal);

/* The parts. */
void versions(void);
void nulls(void);
void sizes(void);
void texts(void);
void plans(void);
void decimals(void);
void fractions(void);
void days(void);
void splits(void);
void targets(void);
void cascades(void);
void calendars(void);
void tables(void);
void entries(void);
void batches(void);
void columns(void);
void lives(void);
void answers(void);
void analysis(void);
void figures(void);
void due(void);
void rankings(void);
void receivables(void);
void grades(void);
void reviews(void);
void coaching(void);
void moves(void);
void history(void);
void chinese(void);
void panics(void);
void threads(void);

#endif
