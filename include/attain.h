/*
 * attain: the sales performance engine that you embed. Generated from the library's source; do not edit.
 *
 * Calls.    Every call that can fail answers ATTAIN_OK (0) or one of ATTAIN_E_*, and ends in `attain_error **error`, which
 *           may be NULL. Where it is not, it is set to NULL at success and to a new error otherwise; what was in it before is
 *           not read, so free an error before its variable is used again. A handle that a call makes is NULL where it fails.
 *           Undefined numbers, refused entries and what is waiting are answers, never a status.
 * Memory.   What the library makes, the library frees: one *_free for each kind of handle; NULL is allowed, in any order, by any
 *           thread, once, while no call on it runs. No call takes or keeps what is given to it. Text that is borrowed lives as
 *           long as what it was asked of. A pointer is NULL or valid: nothing can tell a handle that was freed.
 * Threads.  `const T *`: any number of threads at once. `T *`: one at a time, and an engine tells: ATTAIN_E_BUSY. No call
 *           leaves anything behind in its thread.
 * Text.     UTF-8, by pointer and length, no NUL needed; ATTAIN_NTS as the length of a `const char *` means that one is there.
 *           NULL is empty where the length is 0. Text that comes out always has a NUL behind it. Keys are compared byte by byte.
 * Numbers.  Exact decimals and fractions; no floating point anywhere. In JSON, numbers are text.
 * Panics.   None leaves the library. One that was caught is ATTAIN_E_INTERNAL, and what it was about can only be freed. Memory
 *           that cannot be had ends the process, as in any Rust program.
 * Growth.   Structures that begin with `struct_size` may grow at their end; the others never change. A function keeps its
 *           meaning for ever. Call ATTAIN_CHECK_ABI() first.
 */


#ifndef ATTAIN_H
#define ATTAIN_H

#include <stddef.h>
#include <stdint.h>

#ifndef ATTAIN_API
# if defined(_WIN32) && !defined(ATTAIN_STATIC)
#  define ATTAIN_API __declspec(dllimport)
# elif defined(__GNUC__) || defined(__clang__)
#  define ATTAIN_API __attribute__((visibility("default")))
# else
#  define ATTAIN_API
# endif
#endif
#if defined(__GNUC__) || defined(__clang__)
# define ATTAIN_NODISCARD __attribute__((warn_unused_result))
#else
# define ATTAIN_NODISCARD
#endif

/** The length of a text that ends in a NUL. */
#define ATTAIN_NTS ((size_t)-1)

/** Whether this header fits the library that is loaded: ATTAIN_OK, or ATTAIN_E_ABI. */
#define ATTAIN_CHECK_ABI() attain_check_abi(ATTAIN_ABI_LEVEL, sizeof(attain_decimal), sizeof(attain_value))

/* The version of this header. */
#define ATTAIN_VERSION_MAJOR 0
#define ATTAIN_VERSION_MINOR 1
#define ATTAIN_VERSION_PATCH 0
#define ATTAIN_VERSION_NUMBER \
    (ATTAIN_VERSION_MAJOR * 1000000 + ATTAIN_VERSION_MINOR * 1000 + ATTAIN_VERSION_PATCH)


/**
 * It was done.
 */
#define ATTAIN_OK 0

/**
 * An argument is NULL, of a wrong size, or not one of the values that it may have.
 */
#define ATTAIN_E_INVALID_ARGUMENT 1

/**
 * A text is not UTF-8.
 */
#define ATTAIN_E_INVALID_UTF8 2

/**
 * A text does not parse.
 */
#define ATTAIN_E_SYNTAX 3

/**
 * A plan, a calendar or a table parsed and is not sound; the error has every problem.
 */
#define ATTAIN_E_PLAN 4

/**
 * A number does not fit.
 */
#define ATTAIN_E_OVERFLOW 8

/**
 * It names something that does not exist.
 */
#define ATTAIN_E_NOT_FOUND 9

/**
 * Somebody records into the engine, or asks it, at this moment; try again.
 */
#define ATTAIN_E_BUSY 10

/**
 * It is larger than a named limit allows.
 */
#define ATTAIN_E_LIMIT 11

/**
 * This build of the library has no such feature.
 */
#define ATTAIN_E_UNSUPPORTED 14

/**
 * Header and library do not fit together.
 */
#define ATTAIN_E_ABI 15

/**
 * The object was inside a panic that was caught; it can only be freed.
 */
#define ATTAIN_E_POISONED 16

/**
 * A panic was caught: a mistake in the library. What it was about is poisoned.
 */
#define ATTAIN_E_INTERNAL 99

/**
 * Grows by 1 with each function, field or constant that is added.
 */
#define ATTAIN_ABI_LEVEL 1

/**
 * The oldest level of a header that this library still serves.
 */
#define ATTAIN_ABI_LEVEL_MIN 1

/**
 * Messages of panics go nowhere.
 */
#define ATTAIN_PANIC_NONE 0

/**
 * Messages of panics go to the standard error stream, as Rust does where nothing is said.
 */
#define ATTAIN_PANIC_STDERR 1

/**
 * To the nearest, ties away from zero.
 */
#define ATTAIN_ROUND_HALF_UP 1

/**
 * To the nearest, ties to the even neighbour.
 */
#define ATTAIN_ROUND_HALF_EVEN 2

/**
 * Away from zero.
 */
#define ATTAIN_ROUND_UP 3

/**
 * Toward zero.
 */
#define ATTAIN_ROUND_DOWN 4

/**
 * Toward plus infinity.
 */
#define ATTAIN_ROUND_CEILING 5

/**
 * Toward minus infinity.
 */
#define ATTAIN_ROUND_FLOOR 6

/**
 * A pure number.
 */
#define ATTAIN_UNIT_NUMBER 1

/**
 * A number that prints as a percent.
 */
#define ATTAIN_UNIT_RATIO 2

/**
 * An amount in the plan's currency.
 */
#define ATTAIN_UNIT_MONEY 3

/**
 * A length of time, in days.
 */
#define ATTAIN_UNIT_DURATION 4

/**
 * A day.
 */
#define ATTAIN_UNIT_DATE 5

/**
 * A text; ask for the value as JSON.
 */
#define ATTAIN_UNIT_TEXT 6

/**
 * Yes or no.
 */
#define ATTAIN_UNIT_YES_NO 7

/**
 * A person, by key; ask for the value as JSON.
 */
#define ATTAIN_UNIT_PERSON 8

/**
 * A unit of the organisation, by key; ask for the value as JSON.
 */
#define ATTAIN_UNIT_ORG_UNIT 9

/**
 * Percentage points, by which one percentage differs from another: 0.02 is 2 of them.
 */
#define ATTAIN_UNIT_POINTS 10

/**
 * Texts, each once; ask for the value as JSON.
 */
#define ATTAIN_UNIT_LIST 11

/**
 * A divisor is zero.
 */
#define ATTAIN_WHY_DIVIDED_BY_ZERO 1

/**
 * The number does not fit.
 */
#define ATTAIN_WHY_OVERFLOW 2

/**
 * The operation has no answer among the numbers.
 */
#define ATTAIN_WHY_NOT_A_NUMBER 3

/**
 * Nobody set a target.
 */
#define ATTAIN_WHY_NO_TARGET 4

/**
 * Nothing happened of which an average, a least or a median could be taken.
 */
#define ATTAIN_WHY_NO_FACTS 5

/**
 * The person does not belong to the organisation at that time.
 */
#define ATTAIN_WHY_NOT_A_MEMBER 6

/**
 * Nobody can be compared with.
 */
#define ATTAIN_WHY_NO_PEERS 7

/**
 * The window lies before the first period of the calendar.
 */
#define ATTAIN_WHY_BEFORE_FIRST_PERIOD 8

/**
 * No row of the table is for this value.
 */
#define ATTAIN_WHY_OUT_OF_TABLE 9

/**
 * Fewer cases than the plan asks for.
 */
#define ATTAIN_WHY_TOO_FEW 10

/**
 * No exchange rate is known for the day.
 */
#define ATTAIN_WHY_NO_RATE 11

/**
 * A field or an attribute has no value.
 */
#define ATTAIN_WHY_MISSING 12

/**
 * None of the alternatives, or of the members, has a value.
 */
#define ATTAIN_WHY_NOTHING_DEFINED 13

/**
 * There is no such period in the calendar.
 */
#define ATTAIN_WHY_NO_PERIOD 14

/**
 * Nobody said which days of the year are worked.
 */
#define ATTAIN_WHY_UNKNOWN_YEAR 15

/**
 * The calendar does not say which days, or hours, are worked.
 */
#define ATTAIN_WHY_NO_WORKING_HOURS 16

/**
 * It cannot be broken down by the field: it is made of other facts.
 */
#define ATTAIN_WHY_NOT_SLICED 17

/**
 * Only what each period of the plan has in all is known.
 */
#define ATTAIN_WHY_KEPT_BY_SLOT 18

/**
 * The target above it could not be cut.
 */
#define ATTAIN_WHY_NOT_SPLIT 19

/**
 * Nobody committed to anything.
 */
#define ATTAIN_WHY_NO_COMMITMENT 20

/**
 * The weights, as they are for the one at hand, do not make 100 %, or one of them is below zero.
 */
#define ATTAIN_WHY_WEIGHTS_NOT_WHOLE 21

/**
 * It is told to nobody, because it would tell what a few people said.
 */
#define ATTAIN_WHY_WITHHELD 22

/**
 * Only a person has such a figure, and this is asked of a unit.
 */
#define ATTAIN_WHY_OF_PEOPLE 23

/**
 * The entry is in the log, and whatever it names is there.
 */
#define ATTAIN_OUTCOME_COUNTED 1

/**
 * The entry is in the log, and totals see it when what it waits for has come. Nothing needs to be sent again.
 */
#define ATTAIN_OUTCOME_WAITING 2

/**
 * The log has this very entry already.
 */
#define ATTAIN_OUTCOME_EXISTS 3

/**
 * The log has another entry of this id, and keeps it.
 */
#define ATTAIN_OUTCOME_EXISTS_DIFFERENTLY 4

/**
 * The entry is not in the log; its JSON has every reason.
 */
#define ATTAIN_OUTCOME_REFUSED 5

/**
 * No further entry.
 */
#define ATTAIN_INDEX_NONE UINT64_MAX

/**
 * A person.
 */
#define ATTAIN_WHOSE_PERSON 1

/**
 * A unit of the organisation.
 */
#define ATTAIN_WHOSE_UNIT 2

/**
 * JSON, for programs.
 */
#define ATTAIN_FORM_JSON 1

/**
 * Text for people, in English.
 */
#define ATTAIN_FORM_TEXT_EN 2

/**
 * Text for people, in Chinese.
 */
#define ATTAIN_FORM_TEXT_ZH 3

/**
 * How a KPI came about.
 */
#define ATTAIN_EXPLAIN_VALUE 1

/**
 * How the attainment of a KPI's target came about.
 */
#define ATTAIN_EXPLAIN_ATTAINMENT 2

/**
 * How a scorecard came about.
 */
#define ATTAIN_EXPLAIN_SCORECARD 3

/**
 * How a statement came about.
 */
#define ATTAIN_EXPLAIN_STATEMENT 4

/**
 * CSV, for spreadsheets: a line for each row, numbers as decimals.
 */
#define ATTAIN_FORM_CSV 4

/**
 * There is a value, and it is in the array.
 */
#define ATTAIN_FIGURE_VALUE 1

/**
 * There is none; `attain_columns_value` says why.
 */
#define ATTAIN_FIGURE_UNDEFINED 2

/**
 * There is a value, and its digits do not fit the array; `attain_columns_value` has it exactly.
 */
#define ATTAIN_FIGURE_TOO_LARGE 3

/**
 * The rows of this page.
 */
#define ATTAIN_COUNT_ROWS 1

/**
 * The figures that were asked for.
 */
#define ATTAIN_COUNT_FIGURES 2

/**
 * The fields by which they are broken down.
 */
#define ATTAIN_COUNT_FIELDS 3

/**
 * All rows, before `top` and the page were cut.
 */
#define ATTAIN_COUNT_TOTAL 4

/**
 * The people, units and slices that are left out, because the actor may not see them.
 */
#define ATTAIN_COUNT_HIDDEN 5

/**
 * `int64_t`: numbers, amounts in the plan's currency, ratios or durations in days, each divided by ten to the `scale`.
 */
#define ATTAIN_COLUMN_DECIMALS 1

/**
 * `attain_date`: days.
 */
#define ATTAIN_COLUMN_DAYS 2

/**
 * `uint32_t`: codes of persons, units, texts or lists of this field, or ids of entries.
 */
#define ATTAIN_COLUMN_CODES 3

/**
 * `uint64_t`: entries that are referred to, by their numbers in the `series`.
 */
#define ATTAIN_COLUMN_NUMBERS 4

/**
 * `uint8_t`: 1 for yes, 0 for no.
 */
#define ATTAIN_COLUMN_YES_NO 5

/**
 * Of equal remainders, the first gets an odd step.
 */
#define ATTAIN_ODD_FIRST 1

/**
 * Of equal remainders, the last gets an odd step.
 */
#define ATTAIN_ODD_LAST 2

/**
 * `least` of an `attain_part` is meant.
 */
#define ATTAIN_PART_LEAST 1

/**
 * `most` of an `attain_part` is meant.
 */
#define ATTAIN_PART_MOST 2

/**
 * `pinned` of an `attain_part` is meant.
 */
#define ATTAIN_PART_PINNED 4

/**
 * The row, column or group is in no group.
 */
#define ATTAIN_NO_GROUP 4294967295

/**
 * By whom: a company into teams, teams into people.
 */
#define ATTAIN_AXIS_MEMBERS 1

/**
 * By when: a year into quarters, quarters into months.
 */
#define ATTAIN_AXIS_TIME 2

/**
 * By what: product lines, channels, regions.
 */
#define ATTAIN_AXIS_FIELDS 3

/**
 * A fiscal calendar. It never changes, and any number of threads may use it at once.
 */
typedef struct attain_calendar attain_calendar;

/**
 * An amount that is cut, leaf by leaf, along three axes, so that every way of adding it up gives the whole. Each axis has a tree of
 * nodes: 0 is the whole, and each cut numbers its parts on. Any number of threads may ask it at once; one at a time may cut, and
 * while nobody asks. Whoever comes in between gets `ATTAIN_E_BUSY`, and nothing has happened.
 */
typedef struct attain_cascade attain_cascade;

/**
 * The answers to a question about many, figure by figure: row `n` is of the same person or unit, time and slice in each of them. It
 * never changes, any number of threads may read it at once, and it goes on when its view is freed.
 */
typedef struct attain_columns attain_columns;

/**
 * A plan and a log: takes entries, and gives views, of which questions are asked.
 *
 * Any number of threads may ask it at once; one at a time may record, and while nobody asks. Whoever comes in between gets
 * `ATTAIN_E_BUSY`, and nothing has happened.
 */
typedef struct attain_engine attain_engine;

/**
 * Why a call was not done, and where; of a plan, every problem. It never changes, and may be read by any thread.
 */
typedef struct attain_error attain_error;

/**
 * What came of the entries of a batch: one outcome for each, in their order.
 */
typedef struct attain_outcomes attain_outcomes;

/**
 * A plan. It never changes, and any number of threads may use it at once. Engines and what comes of them keep it alive.
 */
typedef struct attain_plan attain_plan;

/**
 * A table. It never changes, and any number of threads may use it at once.
 */
typedef struct attain_table attain_table;

/**
 * Text that the library made: read it, then free it.
 */
typedef struct attain_text attain_text;

/**
 * What was so on a day, as it was known at a position of the log. It never changes, and any number of threads may ask it at
 * once. It goes on when its engine is freed. Recording while a view is alive copies the log once: free views first.
 */
typedef struct attain_view attain_view;

/**
 * What a call comes to: `ATTAIN_OK` or one of `ATTAIN_E_…`. An `int32_t` and not a C enum, so that its size is the same for
 * everyone.
 */
typedef int32_t attain_status;

/**
 * A decimal: `(hi * 2^64 + lo) / 10^scale`, the two halves being one number of 128 bits in two's complement, of a
 * magnitude below 2^96 (28 digits always fit); `scale` from 0 to 28; `reserved` is 0.
 */
typedef struct attain_decimal {
    /**
     * The lower 64 bits.
     */
    uint64_t lo;
    /**
     * The upper 64 bits, with the sign.
     */
    int64_t hi;
    /**
     * How many of the digits are behind the point.
     */
    int32_t scale;
    /**
     * 0.
     */
    uint32_t reserved;
} attain_decimal;

/**
 * An exact fraction in lowest terms: numerator over denominator, each a number of 128 bits in two's complement. The
 * denominator is above 0.
 */
typedef struct attain_fraction {
    /**
     * The lower 64 bits of the numerator.
     */
    uint64_t num_lo;
    /**
     * The upper 64 bits of the numerator, with the sign.
     */
    int64_t num_hi;
    /**
     * The lower 64 bits of the denominator.
     */
    uint64_t den_lo;
    /**
     * The upper 64 bits of the denominator.
     */
    int64_t den_hi;
} attain_fraction;

/**
 * A day: how many days since 1970-01-01, in the calendar of today carried back; the years 1 to 9999.
 */
typedef int32_t attain_date;

/**
 * How a plan is read. Set it up with `attain_plan_options_init`.
 */
typedef struct attain_plan_options {
    /**
     * `sizeof(attain_plan_options)` of the host.
     */
    uint32_t struct_size;
    /**
     * 0: no flag is known yet, and a flag that is not known is refused.
     */
    uint32_t flags;
    /**
     * The most bytes that the text may have; 0: as many as the library takes, see `attain_build_info`.
     */
    uint64_t max_bytes;
    /**
     * The most problems that are told one by one; 0: as many as the library keeps.
     */
    uint32_t max_problems;
    /**
     * 0.
     */
    uint32_t reserved;
} attain_plan_options;

/**
 * A moment: how many microseconds since 1970-01-01T00:00:00Z.
 */
typedef int64_t attain_time;

/**
 * UTF-8 text by pointer and length. It need not end in a NUL; where it does, `len` may be `ATTAIN_NTS`.
 */
typedef struct attain_str {
    /**
     * The bytes; may be NULL where `len` is 0.
     */
    const char *data;
    /**
     * How many there are, without a NUL behind them.
     */
    size_t len;
} attain_str;

/**
 * Of whom and when is asked: a person or a unit, in a period or in days. Set it up with `attain_place_init`.
 */
typedef struct attain_place {
    /**
     * `sizeof(attain_place)` of the host.
     */
    uint32_t struct_size;
    /**
     * `ATTAIN_WHOSE_PERSON` or `ATTAIN_WHOSE_UNIT`.
     */
    int32_t whose;
    /**
     * The key of the person or the unit.
     */
    struct attain_str key;
    /**
     * The label of the period, such as `2025-03`, `FY2026-Q3` or `quota_period 2025-07-01`; empty, where days are asked for.
     */
    struct attain_str period;
    /**
     * The first day; read where there is no label.
     */
    attain_date from;
    /**
     * The day after the last; read where there is no label.
     */
    attain_date to;
} attain_place;

/**
 * A value, or why there is none.
 */
typedef struct attain_value {
    /**
     * The amount, exactly: of money in major units, of a ratio 1 for 100 %, of a duration in days; yes is 1, no is 0. 0 where
     * there is no value, and where the value is a day, a text, a list or a key.
     */
    struct attain_fraction amount;
    /**
     * What it is of: one of `ATTAIN_UNIT_…`; 0 where there is no value.
     */
    int32_t unit;
    /**
     * Why there is no value: one of `ATTAIN_WHY_…`; 0 where there is one.
     */
    int32_t undefined;
    /**
     * The day, where the value is one; else `ATTAIN_DATE_NONE`.
     */
    attain_date day;
    /**
     * 0.
     */
    uint32_t reserved;
} attain_value;

/**
 * A period: days from the first up to, but without, the end.
 */
typedef struct attain_period {
    /**
     * The first day.
     */
    attain_date from;
    /**
     * The day after the last.
     */
    attain_date to;
    /**
     * Which one it is in its year or its list, counted from 1.
     */
    uint32_t index;
    /**
     * The fiscal year; 0 for a period of a list.
     */
    int32_t year;
} attain_period;

/**
 * What a table is asked for: the value of one key. What `unit` does not need is not read.
 */
typedef struct attain_key {
    /**
     * One of `ATTAIN_UNIT_…`: number, ratio, money, duration, date, text, or yes/no.
     */
    int32_t unit;
    /**
     * The day, of a date.
     */
    attain_date day;
    /**
     * The amount, of a number, a ratio (1 is 100 %), money or a duration (in days); 1 for yes, 0 for no.
     */
    struct attain_decimal amount;
    /**
     * The text, of a text.
     */
    struct attain_str text;
} attain_key;

/**
 * One field of a batch: what each row says.
 */
typedef struct attain_column {
    /**
     * The name of the field.
     */
    struct attain_str field;
    /**
     * What `values` are: one of `ATTAIN_COLUMN_…`.
     */
    int32_t of;
    /**
     * How many digits stand behind the point of decimals, 0 to 28; else 0.
     */
    uint32_t scale;
    /**
     * The code of the series of numbers; else 0.
     */
    uint32_t series;
    /**
     * 0.
     */
    uint32_t reserved;
    /**
     * One value for each row.
     */
    const void *values;
    /**
     * 1 where the row says it, 0 where it says nothing; NULL where every row says it.
     */
    const uint8_t *valid;
} attain_column;

/**
 * Facts of one kind, a row each. Set it up with `attain_batch_init`.
 */
typedef struct attain_batch {
    /**
     * `sizeof(attain_batch)` of the host.
     */
    uint32_t struct_size;
    /**
     * The code of the series of `numbers`; else 0.
     */
    uint32_t series;
    /**
     * The kind, one that the plan declares.
     */
    struct attain_str kind;
    /**
     * How many rows there are.
     */
    size_t rows;
    /**
     * The numbers of the entries in the series: 1042 of series `inv` is the entry `inv/1042`. NULL where `ids` are given.
     */
    const uint64_t *numbers;
    /**
     * The codes of the entries' ids. NULL where `numbers` are given.
     */
    const uint32_t *ids;
    /**
     * The day of each entry.
     */
    const attain_date *on;
    /**
     * The fields.
     */
    const struct attain_column *columns;
    /**
     * How many fields there are.
     */
    size_t columns_count;
    /**
     * How many bytes lie between the start of one column and the next: `sizeof(attain_column)` of the host.
     */
    size_t columns_stride;
} attain_batch;

/**
 * A part of an amount, with what is known of it beforehand. What `flags` does not name is not read.
 */
typedef struct attain_part {
    /**
     * By what the amount is cut.
     */
    struct attain_decimal weight;
    /**
     * The least that it may be.
     */
    struct attain_decimal least;
    /**
     * The most that it may be.
     */
    struct attain_decimal most;
    /**
     * What it is, whatever the others are.
     */
    struct attain_decimal pinned;
    /**
     * Which of the three are meant: `ATTAIN_PART_…`, added.
     */
    uint32_t flags;
    /**
     * 0.
     */
    uint32_t reserved;
} attain_part;

/**
 * Whose target, when and of what: a node on each axis, 0 for the whole.
 */
typedef struct attain_cascade_cell {
    /**
     * The node of the members.
     */
    uint32_t member;
    /**
     * The node of time.
     */
    uint32_t time;
    /**
     * The node of the fields.
     */
    uint32_t field;
} attain_cascade_cell;

/**
 * No day.
 */
#define ATTAIN_DATE_NONE INT32_MIN

/**
 * No moment.
 */
#define ATTAIN_TIME_NONE INT64_MIN

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The name of a status, such as `ATTAIN_E_BUSY`; `ATTAIN_E_?` where there is no such status. Never NULL.
 */
ATTAIN_API const char *attain_status_name(attain_status status);

/**
 * The level of the library that is loaded, to compare with the `ATTAIN_ABI_LEVEL` of the header.
 */
ATTAIN_API uint32_t attain_abi_level(void);

/**
 * The oldest level of a header that the library serves.
 */
ATTAIN_API uint32_t attain_abi_level_min(void);

/**
 * The version of the library as one number: major * 1000000 + minor * 1000 + patch.
 */
ATTAIN_API uint32_t attain_version_number(void);

/**
 * The version of the library as text, such as `0.1.0`. Never NULL; it lives as long as the library is loaded.
 */
ATTAIN_API const char *attain_version(void);

/**
 * How the library was built, as one JSON object: version, level, system, profile, features, limits. Never NULL; it lives as
 * long as the library is loaded.
 */
ATTAIN_API
const char *attain_build_info(void);

/**
 * 1 where this build has a feature, such as `csv`; 0 where it has not, and where `name` is NULL or no feature.
 */
ATTAIN_API int32_t attain_has_feature(const char *name);

/**
 * Whether a header of this level, and structures of these sizes, fit the library; call it by `ATTAIN_CHECK_ABI()` first.
 */
ATTAIN_API
attain_status attain_check_abi(uint32_t header_level,
                               size_t sizeof_decimal,
                               size_t sizeof_value);

/**
 * The bytes of a text, with a NUL behind them; NULL where `text` is NULL. They live as long as the text.
 */
ATTAIN_API const char *attain_text_data(const struct attain_text *text);

/**
 * How many bytes a text has, without the NUL; 0 where `text` is NULL.
 */
ATTAIN_API size_t attain_text_len(const struct attain_text *text);

/**
 * Frees a text; NULL is allowed.
 */
ATTAIN_API void attain_text_free(struct attain_text *text);

/**
 * The status of the call that made the error; `ATTAIN_OK` where `error` is NULL.
 */
ATTAIN_API attain_status attain_error_status(const struct attain_error *error);

/**
 * The stable name of what is wrong, such as `table.gap`: programs compare it. Never NULL; empty where `error` is NULL.
 */
ATTAIN_API const char *attain_error_code(const struct attain_error *error);

/**
 * What is wrong, for people; the words may improve. Never NULL.
 */
ATTAIN_API const char *attain_error_message(const struct attain_error *error);

/**
 * What would make it right; empty where nothing is known. Never NULL.
 */
ATTAIN_API const char *attain_error_help(const struct attain_error *error);

/**
 * Where it is: a path into the plan, such as `incentives.pay.components[1].rounding`, or the name of an argument. Never
 * NULL; empty where there is no place.
 */
ATTAIN_API const char *attain_error_path(const struct attain_error *error);

/**
 * The bytes of the text at the path that are meant: of a formula, or of the whole text where it did not parse. Answers 1
 * and writes both ends (`[start, end)`), or answers 0 and writes nothing. Ends that nobody wants may be NULL.
 */
ATTAIN_API
int32_t attain_error_span(const struct attain_error *error,
                          uint64_t *start,
                          uint64_t *end);

/**
 * How many problems the error has: those of a plan, up to the `max_problems` of its options, and 0 for any other error. How
 * many there are in all, the message says.
 */
ATTAIN_API
size_t attain_error_count(const struct attain_error *error);

/**
 * One of the problems, counted from 0; NULL where there is none. It belongs to `error`, and is not freed.
 */
ATTAIN_API const struct attain_error *attain_error_at(const struct attain_error *error, size_t index);

/**
 * All of it as one JSON object: status, code, message, path, span, `other_span`, help, and the problems. Never NULL;
 * it lives as long as the error.
 */
ATTAIN_API const char *attain_error_json(const struct attain_error *error);

/**
 * Frees an error; NULL is allowed. Those that `attain_error_at` gave go with it.
 */
ATTAIN_API void attain_error_free(struct attain_error *error);

/**
 * Says where the messages of panics inside this library go: `ATTAIN_PANIC_STDERR` (where nothing is said) or
 * `ATTAIN_PANIC_NONE`. For the whole process; call it once, at the start. Panics of other Rust code are not touched.
 */
ATTAIN_API attain_status attain_set_panic_output(int32_t output);

/**
 * Reads a decimal such as `-1234.50`, as entries write them: at most 18 digits before the point, 12 behind it, 28 in all.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_decimal_parse(const char *data,
                                   size_t len,
                                   struct attain_decimal *out,
                                   struct attain_error **error);

/**
 * Makes a decimal of a whole number and a scale: 12345 and 2 are 123.45. A scale outside of 0 to 28 is refused where the
 * decimal is used. `out` may be NULL, and then nothing happens.
 */
ATTAIN_API
void attain_decimal_from_i64(int64_t mantissa,
                             int32_t scale,
                             struct attain_decimal *out);

/**
 * Writes a decimal as text with all its digits, and a NUL behind it. `len` gets the length without the NUL; with a capacity
 * of 0 only that is told, and `buffer` may be NULL.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_decimal_format(const struct attain_decimal *decimal,
                                    char *buffer,
                                    size_t capacity,
                                    size_t *len,
                                    struct attain_error **error);

/**
 * Rounds a fraction to so many digits behind the point (0 to 28), once, as one of `ATTAIN_ROUND_…` says.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_fraction_round(const struct attain_fraction *fraction,
                                    int32_t scale,
                                    int32_t rounding,
                                    struct attain_decimal *out,
                                    struct attain_error **error);

/**
 * Writes a fraction as text: a decimal without zeros at the end where it is one of at most 28 digits, else both terms as in
 * `1/3`. Buffer, capacity and length are as for `attain_decimal_format`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_fraction_format(const struct attain_fraction *fraction,
                                     char *buffer,
                                     size_t capacity,
                                     size_t *len,
                                     struct attain_error **error);

/**
 * Reads a day as ISO 8601 writes it, such as `2026-02-14`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_date_parse(const char *data,
                                size_t len,
                                attain_date *out,
                                struct attain_error **error);

/**
 * Makes a day of year (1 to 9999), month (1 to 12) and day of the month.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_date_from_ymd(int32_t year,
                                   int32_t month,
                                   int32_t day,
                                   attain_date *out,
                                   struct attain_error **error);

/**
 * Writes a day as ISO 8601 writes it, and a NUL behind it. Buffer, capacity and length are as for `attain_decimal_format`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_date_format(attain_date date,
                                 char *buffer,
                                 size_t capacity,
                                 size_t *len,
                                 struct attain_error **error);

/**
 * The name of a reason, such as `no_target`, as it stands in JSON; empty for 0 and for what is no reason. Never NULL.
 */
ATTAIN_API const char *attain_why_name(int32_t undefined);

/**
 * Sets options up: all as it is where no options are given. `options` may be NULL, and then nothing happens.
 */
ATTAIN_API void attain_plan_options_init(struct attain_plan_options *options, uint32_t struct_size);

/**
 * Reads a plan from JSON. Where it is not sound, the error has every problem of it: `attain_error_count`, `attain_error_at`.
 * `options` may be NULL.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_plan_load_json(const void *json,
                                    size_t len,
                                    const struct attain_plan_options *options,
                                    struct attain_plan **out,
                                    struct attain_error **error);

/**
 * What the plan is called, by its author. Never NULL; it lives as long as the plan.
 */
ATTAIN_API const char *attain_plan_name(const struct attain_plan *plan);

/**
 * The hash of the plan, 64 hexadecimal digits: the same for plans that say the same. Never NULL; it lives as long as the plan.
 */
ATTAIN_API
const char *attain_plan_fingerprint(const struct attain_plan *plan);

/**
 * The plan as JSON again: what the author wrote, in the order of the language.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_plan_to_json(const struct attain_plan *plan,
                                  struct attain_text **out,
                                  struct attain_error **error);

/**
 * One more handle to the same plan, to be freed by itself; NULL where `plan` is NULL.
 */
ATTAIN_API struct attain_plan *attain_plan_retain(const struct attain_plan *plan);

/**
 * Frees a handle to a plan; NULL is allowed. Engines of the plan go on.
 */
ATTAIN_API void attain_plan_free(struct attain_plan *plan);

/**
 * An engine with an empty log. It keeps the plan alive.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_engine_new(const struct attain_plan *plan,
                                struct attain_engine **out,
                                struct attain_error **error);

/**
 * A second engine that has the same log up to now: what is recorded in one is not seen by the other. It costs next to nothing.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_engine_fork(const struct attain_engine *engine,
                                 struct attain_engine **out,
                                 struct attain_error **error);

/**
 * One more handle to the engine's plan, to be freed by itself; NULL where `engine` is NULL.
 */
ATTAIN_API struct attain_plan *attain_engine_plan(const struct attain_engine *engine);

/**
 * How many entries the log has.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_engine_len(const struct attain_engine *engine,
                                uint64_t *out,
                                struct attain_error **error);

/**
 * Records JSON lines, one entry a line: one outcome for each line that is not blank. Good ones count, whatever becomes of their
 * neighbours; the status says only whether the text could be read at all.
 *
 * `known` is the moment at which the batch became known; with `ATTAIN_TIME_NONE`, entries name their own or were known always.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_engine_record_jsonl(struct attain_engine *engine,
                                         const void *lines,
                                         size_t len,
                                         attain_time known,
                                         struct attain_outcomes **out,
                                         struct attain_error **error);

/**
 * Records the rows of a CSV of one kind, whose header has the plan's field names: one outcome for each row. For the rest it is
 * as `attain_engine_record_jsonl`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_engine_record_csv(struct attain_engine *engine,
                                       const char *kind,
                                       size_t kind_len,
                                       const void *rows,
                                       size_t len,
                                       attain_time known,
                                       struct attain_outcomes **out,
                                       struct attain_error **error);

/**
 * The entries that are kept and do not count yet, each with what it waits for, as a JSON list.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_engine_waiting_json(const struct attain_engine *engine,
                                         struct attain_text **out,
                                         struct attain_error **error);

/**
 * Frees an engine; NULL is allowed. Views of it go on.
 */
ATTAIN_API void attain_engine_free(struct attain_engine *engine);

/**
 * How many entries the batch had.
 */
ATTAIN_API uint64_t attain_outcomes_len(const struct attain_outcomes *outcomes);

/**
 * How many entries had this outcome, one of `ATTAIN_OUTCOME_…`.
 */
ATTAIN_API uint64_t attain_outcomes_count(const struct attain_outcomes *outcomes, int32_t which);

/**
 * The outcome of an entry, counted from 0: one of `ATTAIN_OUTCOME_…`; 0 where there is no such entry.
 */
ATTAIN_API int32_t attain_outcomes_at(const struct attain_outcomes *outcomes, uint64_t index);

/**
 * The first entry from `from` on that does not simply count; `ATTAIN_INDEX_NONE` where all others do.
 */
ATTAIN_API uint64_t attain_outcomes_next(const struct attain_outcomes *outcomes, uint64_t from);

/**
 * What came of an entry, as JSON: the outcome, and all that it waits for or was refused for.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_outcomes_json(const struct attain_outcomes *outcomes,
                                   uint64_t index,
                                   struct attain_text **out,
                                   struct attain_error **error);

/**
 * Frees outcomes; NULL is allowed.
 */
ATTAIN_API void attain_outcomes_free(struct attain_outcomes *outcomes);

/**
 * What was so on a day, as far as it is known now.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_engine_view(const struct attain_engine *engine,
                                 attain_date as_of,
                                 struct attain_view **out,
                                 struct attain_error **error);

/**
 * What was so on a day, as it was known when the log had `position` entries.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_engine_view_at(const struct attain_engine *engine,
                                    attain_date as_of,
                                    uint64_t position,
                                    struct attain_view **out,
                                    struct attain_error **error);

/**
 * What was so on a day, as it was known at a moment.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_engine_view_known(const struct attain_engine *engine,
                                       attain_date as_of,
                                       attain_time known,
                                       struct attain_view **out,
                                       struct attain_error **error);

/**
 * Where the answers of a view come from, as JSON: the hash of the plan, the position of the log, the day, the version.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_provenance_json(const struct attain_view *view,
                                          struct attain_text **out,
                                          struct attain_error **error);

/**
 * Frees a view; NULL is allowed.
 */
ATTAIN_API void attain_view_free(struct attain_view *view);

/**
 * Sets a place up: nobody, and no time. `place` may be NULL, and then nothing happens.
 */
ATTAIN_API void attain_place_init(struct attain_place *place, uint32_t struct_size);

/**
 * A KPI of a person or a unit.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_value(const struct attain_view *view,
                                const struct attain_place *place,
                                const char *kpi,
                                size_t kpi_len,
                                struct attain_value *out,
                                struct attain_error **error);

/**
 * The same as JSON, which has texts, keys and the words of a reason too.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_value_json(const struct attain_view *view,
                                     const struct attain_place *place,
                                     const char *kpi,
                                     size_t kpi_len,
                                     struct attain_text **out,
                                     struct attain_error **error);

/**
 * The target for a KPI that counts, of a person or a unit; as JSON there is more, see `attain_view_target_json`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_target(const struct attain_view *view,
                                 const struct attain_place *place,
                                 const char *kpi,
                                 size_t kpi_len,
                                 struct attain_value *out,
                                 struct attain_error **error);

/**
 * The attainment of the target for a KPI: 1 where it is reached exactly.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_attainment(const struct attain_view *view,
                                     const struct attain_place *place,
                                     const char *kpi,
                                     size_t kpi_len,
                                     struct attain_value *out,
                                     struct attain_error **error);

/**
 * The score of a person's scorecard, rounded as the plan says; the grade stands in the JSON of `attain_view_scorecard`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_score(const struct attain_view *view,
                                const struct attain_place *place,
                                const char *scorecard,
                                size_t scorecard_len,
                                struct attain_value *out,
                                struct attain_error **error);

/**
 * The rank of a person, or of a unit where units are ranked, in a ranking: 1 is the best, and equals may share a mean of ranks.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_rank(const struct attain_view *view,
                               const struct attain_place *place,
                               const char *ranking,
                               size_t ranking_len,
                               struct attain_value *out,
                               struct attain_error **error);

/**
 * By how many ranks a person rose since the period before.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_rank_change(const struct attain_view *view,
                                      const struct attain_place *place,
                                      const char *ranking,
                                      size_t ranking_len,
                                      struct attain_value *out,
                                      struct attain_error **error);

/**
 * What an incentive plan pays a person or the people of a unit. `component` names one component of it; NULL with length 0
 * means all of them.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_pay(const struct attain_view *view,
                              const struct attain_place *place,
                              const char *incentive,
                              size_t incentive_len,
                              const char *component,
                              size_t component_len,
                              struct attain_value *out,
                              struct attain_error **error);

/**
 * All figures of a target as JSON: what counts, its own, what the members have, the gap between the two, and how much of its own they cover.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_target_json(const struct attain_view *view,
                                      const struct attain_place *place,
                                      const char *kpi,
                                      size_t kpi_len,
                                      struct attain_text **out,
                                      struct attain_error **error);

/**
 * The scorecard of a person: score, grade, and every item. `form` is one of `ATTAIN_FORM_…`. Where there is none, the answer says
 * why: as JSON, `undefined` and `why`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_scorecard(const struct attain_view *view,
                                    const struct attain_place *place,
                                    const char *scorecard,
                                    size_t scorecard_len,
                                    int32_t form,
                                    struct attain_text **out,
                                    struct attain_error **error);

/**
 * A ranking: everybody's place, best first. Of `place`, only the time is read. `form` is one of `ATTAIN_FORM_…`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_ranking(const struct attain_view *view,
                                  const struct attain_place *place,
                                  const char *ranking,
                                  size_t ranking_len,
                                  int32_t form,
                                  struct attain_text **out,
                                  struct attain_error **error);

/**
 * The statement of a person for a period of the incentive plan. `form` is one of `ATTAIN_FORM_…`. Where there is none, the answer
 * says why: as JSON, `undefined` and `why`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_statement(const struct attain_view *view,
                                    const struct attain_place *place,
                                    const char *incentive,
                                    size_t incentive_len,
                                    int32_t form,
                                    struct attain_text **out,
                                    struct attain_error **error);

/**
 * How a number came about, down to the entries. `what` is one of `ATTAIN_EXPLAIN_…`, and `name` the KPI, the scorecard or the
 * incentive plan. `form` is one of `ATTAIN_FORM_…`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_explain(const struct attain_view *view,
                                  const struct attain_place *place,
                                  int32_t what,
                                  const char *name,
                                  size_t name_len,
                                  int32_t form,
                                  struct attain_text **out,
                                  struct attain_error **error);

/**
 * A table of figures: of many people and units, at many times, broken down by fields, sorted, by page.
 *
 * `query` is JSON: `{ "figures": ["revenue", "attainment(revenue)"], "of": "people", "unit": "north", "during": ["2025-03"],
 * "by": ["order.product"], "sort": "revenue", "top": 10 }`; the manual's page on asking has all of its fields. `actor`
 * is the key of a person by whose eyes it is seen, as the plan's `may_see` says, or NULL. `form` is one of
 * `ATTAIN_FORM_…`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_table(const struct attain_view *view,
                                const void *query,
                                size_t query_len,
                                const char *actor,
                                size_t actor_len,
                                int32_t form,
                                struct attain_text **out,
                                struct attain_error **error);

/**
 * The entries behind one cell of a table, fold by fold, as JSON: asked by the same query, the row and the column, both
 * counted from 0 on its page. Of each fold at most `limit` entries (0: 1,000) from the one at `offset`. With the
 * feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_entries_json(const struct attain_view *view,
                                       const void *query,
                                       size_t query_len,
                                       const char *actor,
                                       size_t actor_len,
                                       uint64_t row,
                                       uint64_t column,
                                       uint64_t offset,
                                       uint64_t limit,
                                       struct attain_text **out,
                                       struct attain_error **error);

/**
 * What the moves of records tell: who entered which stage, went on, was lost, waits; rates, times and values.
 *
 * `place` says of whom, and when; where it was only set up and names nobody, all records are meant. `query` is JSON:
 * `{ "of": "deal", "by": "cohort", "amount": "value", "members": true, "records": true }`; the manual's page on funnels has
 * all of its fields. `actor` is the key of a person by whose eyes it is seen, or NULL. `form` is one of `ATTAIN_FORM_…`. With
 * the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_funnel(const struct attain_view *view,
                                 const struct attain_place *place,
                                 const void *query,
                                 size_t query_len,
                                 const char *actor,
                                 size_t actor_len,
                                 int32_t form,
                                 struct attain_text **out,
                                 struct attain_error **error);

/**
 * How a figure came about, within limits and by the eyes of an actor. `figure` is written as in a table's query. What lies deeper
 * than `depth`, and more parts, or entries of one part, than asked for are counted and not opened; 0 is the library's own limit.
 * `actor` may be NULL. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_explain_within(const struct attain_view *view,
                                         const struct attain_place *place,
                                         const char *figure,
                                         size_t figure_len,
                                         const char *actor,
                                         size_t actor_len,
                                         uint32_t depth,
                                         uint32_t parts,
                                         uint32_t entries,
                                         int32_t form,
                                         struct attain_text **out,
                                         struct attain_error **error);

/**
 * Why a figure is another one than before: what facts, targets, policy, people and the calendar did to it, in parts
 * that add up, and what is behind each. `place` says of whom, and when before; of `later` only the time is read, and
 * NULL is the same time. The two views may be two days or two positions of one log, or of a fork and its original.
 * `form` is one of `ATTAIN_FORM_…`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_change(const struct attain_view *before,
                                 const struct attain_view *after,
                                 const struct attain_place *place,
                                 const struct attain_place *later,
                                 const char *figure,
                                 size_t figure_len,
                                 int32_t form,
                                 struct attain_text **out,
                                 struct attain_error **error);

/**
 * A what-if: a second engine whose plan says something else in some places, and whose log has some entries more. The
 * first is as it was. `overlay` is JSON: `{ "overlay": "raise", "plan": [ { "at":
 * "scorecards.rep.items.results.weight", "set": "50%" } ], "entries": [ … ] }`. `outcomes` gets what came of its
 * entries. Where the changed plan keeps facts differently, the log is recorded anew; `replayed` gets what came of that
 * (nothing, where the log is shared), and may be NULL. A plan that would not be sound is refused with every problem of
 * it. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_engine_fork_with(const struct attain_engine *engine,
                                      const void *overlay,
                                      size_t overlay_len,
                                      struct attain_engine **out,
                                      struct attain_outcomes **outcomes,
                                      struct attain_outcomes **replayed,
                                      struct attain_error **error);

/**
 * The whole log as JSON lines, in the order in which entries came: recorded into another engine of the same plan they
 * give the same answers. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_engine_to_jsonl(const struct attain_engine *engine,
                                     struct attain_text **out,
                                     struct attain_error **error);

/**
 * The same as `attain_view_table`, figure by figure: for many rows, whose figures are read into arrays by `attain_columns_decimals`.
 * `query` and `actor` are as there. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_columns(const struct attain_view *view,
                                  const void *query,
                                  size_t query_len,
                                  const char *actor,
                                  size_t actor_len,
                                  struct attain_columns **out,
                                  struct attain_error **error);

/**
 * How many there are of what `which` says, one of `ATTAIN_COUNT_…`; 0 where it is none of them, and where `columns` is NULL.
 */
ATTAIN_API
uint64_t attain_columns_count(const struct attain_columns *columns,
                              int32_t which);

/**
 * What a figure is of: one of `ATTAIN_UNIT_…`; 0 where there is no such figure, counted from 0 as asked. A ratio is an amount, of
 * which 1 is 100 %.
 */
ATTAIN_API
int32_t attain_columns_unit(const struct attain_columns *columns,
                            size_t figure);

/**
 * Of whom and when a row is, as every other question takes it: `attain_view_explain`, say. `place` was set up by
 * `attain_place_init`; its key and the label of its period are borrowed from `columns`, `from` and `to` are the days of the period
 * too, and a row that is of days has an empty label. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_columns_place(const struct attain_columns *columns,
                                   size_t row,
                                   struct attain_place *place,
                                   struct attain_error **error);

/**
 * The value that a row has of a field by which the figures are broken down, both counted from 0, as text: as CSV has it. NULL, with
 * `ATTAIN_OK`, in the row of facts without one. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_columns_slice(const struct attain_columns *columns,
                                   size_t field,
                                   size_t row,
                                   struct attain_text **out,
                                   struct attain_error **error);

/**
 * All values of a figure, counted from 0 as asked, with `scale` digits behind the point (0 to 28), each rounded once as one of
 * `ATTAIN_ROUND_…` says: 1234 with a scale of 2 is 12.34, or 1234 % of a ratio.
 *
 * `rows` is how many there are, `mantissas` and `states` take one for each of them. A state is one of `ATTAIN_FIGURE_…`, and where it
 * is not `ATTAIN_FIGURE_VALUE` the number is 0 and means nothing. A figure that is no amount (a text, a day, yes or no) is refused:
 * read it by `attain_columns_text`. Where the call fails, nothing is written. With the feature `analysis`, else
 * `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_columns_decimals(const struct attain_columns *columns,
                                      size_t figure,
                                      int32_t scale,
                                      int32_t rounding,
                                      int64_t *mantissas,
                                      uint8_t *states,
                                      size_t rows,
                                      struct attain_error **error);

/**
 * The value of a figure in a row, both counted from 0: exact, or why there is none. With the feature `analysis`, else
 * `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_columns_value(const struct attain_columns *columns,
                                   size_t figure,
                                   size_t row,
                                   struct attain_value *out,
                                   struct attain_error **error);

/**
 * The value of a figure in a row, both counted from 0, as text: as CSV has it, an amount as a decimal. NULL, with `ATTAIN_OK`, where
 * there is none; `attain_columns_value` says why. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_columns_text(const struct attain_columns *columns,
                                  size_t figure,
                                  size_t row,
                                  struct attain_text **out,
                                  struct attain_error **error);

/**
 * Frees columns; NULL is allowed. The places that were read of them lose their texts.
 */
ATTAIN_API void attain_columns_free(struct attain_columns *columns);

/**
 * A contest as it stands on the day of the view: who is ranked how, what is offered and paid, and what each wins. Of `place`, only
 * the time is read; a ranking that says its own time is asked in all of it. `actor` is the key of a person by whose eyes it is seen,
 * as the plan's `may_see` says, or NULL. `form` is one of `ATTAIN_FORM_…`. Where there is none, the answer says why: as JSON,
 * `undefined` and `why`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_contest(const struct attain_view *view,
                                  const struct attain_place *place,
                                  const char *ranking,
                                  size_t ranking_len,
                                  const char *actor,
                                  size_t actor_len,
                                  int32_t form,
                                  struct attain_text **out,
                                  struct attain_error **error);

/**
 * The badges of all rankings, each with whether a person or a unit has earned it, and with what its condition asked. `actor` and `form`
 * as in `attain_view_contest`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_badges(const struct attain_view *view,
                                 const struct attain_place *place,
                                 const char *actor,
                                 size_t actor_len,
                                 int32_t form,
                                 struct attain_text **out,
                                 struct attain_error **error);

/**
 * What became of each rank: who rose and fell, who came and who left. `before` is a view of the same engine, in which the same time was
 * asked for, or NULL: then it is the period before. Of `place`, only the time is read. `actor` and `form` as in `attain_view_contest`.
 * Where there is no period before, the answer says why. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_rank_moves(const struct attain_view *view,
                                     const struct attain_view *before,
                                     const struct attain_place *place,
                                     const char *ranking,
                                     size_t ranking_len,
                                     const char *actor,
                                     size_t actor_len,
                                     int32_t form,
                                     struct attain_text **out,
                                     struct attain_error **error);

/**
 * Who set what, and why: the entries about the target that somebody has in a time, in the order in which they count, each with
 * who said it and why, what was there before and after, and whether it counted. `level` may be NULL: the one called
 * `target`. `form` is one of `ATTAIN_FORM_…`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_target_history(const struct attain_view *view,
                                         const struct attain_place *place,
                                         const char *kpi,
                                         size_t kpi_len,
                                         const char *level,
                                         size_t level_len,
                                         int32_t form,
                                         struct attain_text **out,
                                         struct attain_error **error);

/**
 * Of what a target is made, as JSON: each part with the entry from which it comes, whose it is, its period and amount, by what it was
 * multiplied, and the unit of whose target it is a part; where the target is undefined, `undefined` and `why` instead of them. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_target_parts_json(const struct attain_view *view,
                                            const struct attain_place *place,
                                            const char *kpi,
                                            size_t kpi_len,
                                            struct attain_text **out,
                                            struct attain_error **error);

/**
 * What somebody commits to, as JSON: what counts, its own, what the members commit to, and how many have not committed to anything.
 * With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_commitment_json(const struct attain_view *view,
                                          const struct attain_place *place,
                                          const char *kpi,
                                          size_t kpi_len,
                                          struct attain_text **out,
                                          struct attain_error **error);

/**
 * Targets from the top down beside commitments from the bottom up: a row for the unit of `place`, and for each unit and person
 * below it. `form` is one of `ATTAIN_FORM_…`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_reconcile(const struct attain_view *view,
                                    const struct attain_place *place,
                                    const char *kpi,
                                    size_t kpi_len,
                                    int32_t form,
                                    struct attain_text **out,
                                    struct attain_error **error);

/**
 * What did not come out as the entries about the targets of a KPI say: the entry, whose and which time, code, words and remedy of
 * each. `form` is one of `ATTAIN_FORM_…`; the words of JSON are English. With the feature `analysis`, else
 * `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_target_findings(const struct attain_view *view,
                                          const char *kpi,
                                          size_t kpi_len,
                                          int32_t form,
                                          struct attain_text **out,
                                          struct attain_error **error);

/**
 * What speaks against the target of somebody in a time, by the thresholds of the plan: what the target is not (`specific`,
 * `measurable`, `attainable`, `relevant`, `time_bound`), code and words of each. `form` is one of `ATTAIN_FORM_…`; the words of JSON are
 * English. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_target_check(const struct attain_view *view,
                                       const struct attain_place *place,
                                       const char *kpi,
                                       size_t kpi_len,
                                       int32_t form,
                                       struct attain_text **out,
                                       struct attain_error **error);

/**
 * What is due: the timers of records that run or are overdue at a moment, those that are due first coming first, and how many there
 * are of each owner and each unit.
 *
 * `query` is JSON: `{ "kind": "deal", "of": "north", "overdue": true, "at": "2026-03-04T12:00", "limit": 100 }`; the manual's page on
 * what is due has all of its fields, and `{}` asks for all at the end of the view's day. `actor` is the key of a person by
 * whose eyes it is seen, as the plan's `may_see` says, or NULL. `form` is one of `ATTAIN_FORM_…`. With the feature `analysis`,
 * else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_due(const struct attain_view *view,
                              const void *query,
                              size_t query_len,
                              const char *actor,
                              size_t actor_len,
                              int32_t form,
                              struct attain_text **out,
                              struct attain_error **error);

/**
 * What timers did of themselves from a moment on and before another one (`2026-03-04T12:00`, or a day: its beginning): each time
 * that one was due, with what is to be done, and each level that was reached. The ids are the same whenever it is asked for,
 * so a host that keeps them carries out each effect once. `query`, `actor` and `form` as in `attain_view_due`. With the feature
 * `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_fired(const struct attain_view *view,
                                const void *query,
                                size_t query_len,
                                const char *actor,
                                size_t actor_len,
                                const char *from,
                                size_t from_len,
                                const char *to,
                                size_t to_len,
                                int32_t form,
                                struct attain_text **out,
                                struct attain_error **error);

/**
 * What is owed: what was billed and came in, what is open and overdue, in bands of days, rates and days to collect.
 *
 * `place` says of whom, and when; where it was only set up and names nobody, all is meant. `query` is JSON:
 * `{ "of": "dues", "by": "customer", "invoices": true }`; the manual's page on receivables has all of its fields. `actor` is
 * the key of a person by whose eyes it is seen, or NULL. `form` is one of `ATTAIN_FORM_…`. With the feature `analysis`, else
 * `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_receivables(const struct attain_view *view,
                                      const struct attain_place *place,
                                      const void *query,
                                      size_t query_len,
                                      const char *actor,
                                      size_t actor_len,
                                      int32_t form,
                                      struct attain_text **out,
                                      struct attain_error **error);

/**
 * What a review gives for a person: for each item the whole and each kind of raters, with how many they are, their mean, what it weighs,
 * what was trimmed, and what is hidden and why.
 *
 * `place` says of whom, and when. `query` is JSON: `{ "of": "conduct", "item": "teamwork", "raters": true }`; the manual's page on
 * reviews has all of its fields. `actor` is the key of a person by whose eyes it is seen, or NULL. `form` is one of
 * `ATTAIN_FORM_…`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_review(const struct attain_view *view,
                                 const struct attain_place *place,
                                 const void *query,
                                 size_t query_len,
                                 const char *actor,
                                 size_t actor_len,
                                 int32_t form,
                                 struct attain_text **out,
                                 struct attain_error **error);

/**
 * What is missing for a grade on the scorecard of a person: for each item what its value would have to be for the grade or a better one,
 * all others staying as they are; honest where none would do. `form` is one of `ATTAIN_FORM_…`. With the feature `analysis`, else
 * `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_needs(const struct attain_view *view,
                                const struct attain_place *place,
                                const char *scorecard,
                                size_t scorecard_len,
                                const char *grade,
                                size_t grade_len,
                                int32_t form,
                                struct attain_text **out,
                                struct attain_error **error);

/**
 * Which weight of a scorecard would turn two people round: for each item what it weighs, and with which weight both would have the same
 * points. `place` says who is the first, and when; `other` is the key of the second. `form` is one of `ATTAIN_FORM_…`. With the feature
 * `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_flips(const struct attain_view *view,
                                const struct attain_place *place,
                                const char *scorecard,
                                size_t scorecard_len,
                                const char *other,
                                size_t other_len,
                                int32_t form,
                                struct attain_text **out,
                                struct attain_error **error);

/**
 * Where a person stands on a scorecard against the median of their peers, item by item: the strongest, the weakest, and what to work on,
 * which is the item by which most of the score is lost. `form` is one of `ATTAIN_FORM_…`. With the feature `analysis`, else
 * `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_focus(const struct attain_view *view,
                                const struct attain_place *place,
                                const char *scorecard,
                                size_t scorecard_len,
                                int32_t form,
                                struct attain_text **out,
                                struct attain_error **error);

/**
 * What a scorecard by itself comes to, on plain values: without a plan, an engine or a log, by the same rules. `definition` is JSON, with
 * the values, tables, rules and the scorecard; `values` is a JSON map: `{ "attained": "110%", "on_time": "90%" }`. The answer has for
 * each item its value, points, share and contribution, what stands for it where it is missing, and the steps that are done. `form` is one
 * of `ATTAIN_FORM_…`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_scorecard_alone(const void *definition,
                                     size_t definition_len,
                                     const void *values,
                                     size_t values_len,
                                     int32_t form,
                                     struct attain_text **out,
                                     struct attain_error **error);

/**
 * The grades of all whose scorecard it is: the score, the grade by the table and by quotas, what was changed by whom and why, and the grade
 * that holds; the groups with their quotas, and where changes left other numbers of grades. Of `place`, only the time is read. `actor` is
 * the key of a person by whose eyes it is seen, as the plan's `may_see` says, or NULL. `form` is one of `ATTAIN_FORM_…`. With the feature
 * `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_grades(const struct attain_view *view,
                                 const struct attain_place *place,
                                 const char *scorecard,
                                 size_t scorecard_len,
                                 const char *actor,
                                 size_t actor_len,
                                 int32_t form,
                                 struct attain_text **out,
                                 struct attain_error **error);

/**
 * With which score a person would have a better grade by quotas, all others keeping theirs; as JSON, `next` is `null` where there is none
 * better. Where there are no quotas for them, the answer says why: as JSON, `undefined` and `why`. `form` is one of `ATTAIN_FORM_…`. With
 * the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_next_grade(const struct attain_view *view,
                                     const struct attain_place *place,
                                     const char *scorecard,
                                     size_t scorecard_len,
                                     int32_t form,
                                     struct attain_text **out,
                                     struct attain_error **error);

/**
 * What was said of the grades of a scorecard in a period, entry by entry: from what to what, by whom and why, and what came of it. `place`,
 * `actor` and `form` as in `attain_view_grades`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_calibrations(const struct attain_view *view,
                                       const struct attain_place *place,
                                       const char *scorecard,
                                       size_t scorecard_len,
                                       const char *actor,
                                       size_t actor_len,
                                       int32_t form,
                                       struct attain_text **out,
                                       struct attain_error **error);

/**
 * What is disputed: which line of whose explanation, what it said and says, by whom and why, and what came of it. Those that nobody
 * answered yet, where `open` is not 0, else all. `actor` and `form` as in `attain_view_grades`. With the feature `analysis`, else
 * `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_disputes(const struct attain_view *view,
                                   uint8_t open,
                                   const char *actor,
                                   size_t actor_len,
                                   int32_t form,
                                   struct attain_text **out,
                                   struct attain_error **error);

/**
 * What became of what a person was to work on by the focus of the period before (`attain_view_focus`): the points of that item then and now,
 * and the rank of their change among those of their peers; as JSON, `worked_on` is `null` where there was nothing. Where there is no
 * period before, the answer says why. `form` is one of `ATTAIN_FORM_…`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_focus_helped(const struct attain_view *view,
                                       const struct attain_place *place,
                                       const char *scorecard,
                                       size_t scorecard_len,
                                       int32_t form,
                                       struct attain_text **out,
                                       struct attain_error **error);

/**
 * Whether a record may be moved to a stage, or every reason why not, with what would cure each, the stages that are open to it and the
 * tasks of the one in which it is. Nothing is recorded.
 *
 * `to` is a stage, or an event that leads to one. `by` is who moves it, or NULL. `at` is when, by the clock of the plan's time
 * zone: `2026-03-04T12:00`, or a day, whose beginning is meant. `overrides` is why it is moved against the rules, or NULL where
 * it shall not be. That a move may not be is an answer and no error. `form` is one of `ATTAIN_FORM_…`; the words of JSON are
 * English. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_check_move(const struct attain_view *view,
                                     const char *record,
                                     size_t record_len,
                                     const char *to,
                                     size_t to_len,
                                     const char *by,
                                     size_t by_len,
                                     const char *at,
                                     size_t at_len,
                                     const char *overrides,
                                     size_t overrides_len,
                                     int32_t form,
                                     struct attain_text **out,
                                     struct attain_error **error);

/**
 * Which moves that records of a kind made in a time should not have been, or were made against the rules, whatever the log did about
 * it: with every reason, who made them, whose the records were, how many days they then stayed; and how often each reason
 * stood against a move. Of `place` the time is read alone. `form` is one of `ATTAIN_FORM_…`; the words of JSON are English.
 * With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_conformance(const struct attain_view *view,
                                      const struct attain_place *place,
                                      const char *kind,
                                      size_t kind_len,
                                      int32_t form,
                                      struct attain_text **out,
                                      struct attain_error **error);

/**
 * The open records that have a key in common, as `duplicate` of their kind says: what they have in common, since when, and whose
 * they are, so that nobody is given what somebody else has. `kind` is one kind of record, or NULL for all; `record` is one whose
 * doubles alone are meant, of whatever kind, or NULL. `form` is one of `ATTAIN_FORM_…`. With the feature `analysis`, else
 * `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_duplicates(const struct attain_view *view,
                                     const char *kind,
                                     size_t kind_len,
                                     const char *record,
                                     size_t record_len,
                                     int32_t form,
                                     struct attain_text **out,
                                     struct attain_error **error);

/**
 * What a view saw of the facts, folded by person, unit and slot of time, as JSON: to be kept, sent, and merged with what other
 * engines of the same plan and organisation saw of other facts. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_view_partial(const struct attain_view *view,
                                  struct attain_text **out,
                                  struct attain_error **error);

/**
 * Two partials as one; in which order any number of them are merged makes no difference. Those of different plans, organisations,
 * rates or days are refused, and the error says what differs. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_partial_merge(const void *one,
                                   size_t one_len,
                                   const void *other,
                                   size_t other_len,
                                   struct attain_text **out,
                                   struct attain_error **error);

/**
 * What was so on a day, by the facts of a partial: as if this engine, whose units, memberships, targets and rates are taken, had
 * seen them all. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_engine_view_with(const struct attain_engine *engine,
                                      attain_date as_of,
                                      const void *partial,
                                      size_t partial_len,
                                      struct attain_view **out,
                                      struct attain_error **error);

/**
 * The catalogue of standard KPIs as a JSON list: id, labels, unit, direction, source, and the variants with their
 * formulas. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API ATTAIN_NODISCARD attain_status attain_presets_json(struct attain_text **out, struct attain_error **error);

/**
 * A plan with a standard KPI more, and with those that it needs: the plan as JSON, in and out. `preset` is its id, a
 * variant behind a dot: `win_rate.won_of_all`. `naming` is a JSON map from the names of the catalogue to those of the
 * plan, `{ "order": "sale", "order.amount": "net" }`, or empty. A KPI that the plan has already stays as it is.
 * Nothing but names is checked: load what comes out. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_preset_apply(const void *plan,
                                  size_t plan_len,
                                  const char *preset,
                                  size_t preset_len,
                                  const void *naming,
                                  size_t naming_len,
                                  struct attain_text **out,
                                  struct attain_error **error);

/**
 * Reads a calendar from JSON, written as the section `calendar` of a plan. Where it is not sound, the error has every problem.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_calendar_load_json(const void *json,
                                        size_t len,
                                        struct attain_calendar **out,
                                        struct attain_error **error);

/**
 * The calendar of a plan.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_plan_calendar(const struct attain_plan *plan,
                                   struct attain_calendar **out,
                                   struct attain_error **error);

/**
 * The period of a day. `grain` is `day`, `month`, `quarter`, …, or the name of a list. Not found where the day is in none.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_calendar_period(const struct attain_calendar *calendar,
                                     const char *grain,
                                     size_t grain_len,
                                     attain_date date,
                                     struct attain_period *out,
                                     struct attain_error **error);

/**
 * The period that has a label, such as `2025-03`, `FY2026-Q3` or `quota_period 2025-07-01`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_calendar_parse_period(const struct attain_calendar *calendar,
                                           const char *label,
                                           size_t label_len,
                                           struct attain_period *out,
                                           struct attain_error **error);

/**
 * Writes the label of the period of a day, such as `2025-03` or `quota_period 2025-07-01`: what `attain_place` takes. Buffer,
 * capacity and length are as for `attain_decimal_format`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_calendar_label(const struct attain_calendar *calendar,
                                    const char *grain,
                                    size_t grain_len,
                                    attain_date date,
                                    char *buffer,
                                    size_t capacity,
                                    size_t *len,
                                    struct attain_error **error);

/**
 * The periods of a grain that have a day from `from` up to, but without, `to`: a JSON list of label, index, from and to.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_calendar_periods_json(const struct attain_calendar *calendar,
                                           const char *grain,
                                           size_t grain_len,
                                           attain_date from,
                                           attain_date to,
                                           struct attain_text **out,
                                           struct attain_error **error);

/**
 * How many days from `from` up to, but without, `to` are worked: a number, or the reason why it is not known.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_calendar_workdays(const struct attain_calendar *calendar,
                                       attain_date from,
                                       attain_date to,
                                       struct attain_value *out,
                                       struct attain_error **error);

/**
 * Whether a day is worked: yes or no, or the reason why it is not known.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_calendar_is_working(const struct attain_calendar *calendar,
                                         attain_date date,
                                         struct attain_value *out,
                                         struct attain_error **error);

/**
 * The working day that is so many working days after a day, or before it where `days` is negative; with 0, the day itself
 * where it is worked, else the next one that is. A day, or the reason why it is not known.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_calendar_add_workdays(const struct attain_calendar *calendar,
                                           attain_date date,
                                           int64_t days,
                                           struct attain_value *out,
                                           struct attain_error **error);

/**
 * Frees a calendar; NULL is allowed.
 */
ATTAIN_API void attain_calendar_free(struct attain_calendar *calendar);

/**
 * Reads a table from JSON, written as one of the section `tables` of a plan; what house rules would say stands in it. Where it is
 * not sound, the error has every problem.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_table_load_json(const void *json,
                                     size_t len,
                                     struct attain_table **out,
                                     struct attain_error **error);

/**
 * A table of a plan, by its name.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_plan_table(const struct attain_plan *plan,
                                const char *name,
                                size_t name_len,
                                struct attain_table **out,
                                struct attain_error **error);

/**
 * The value of a result for so many keys, one for each key of the table, in its order; undefined where no row is for
 * them. `result` is the name of the result.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_table_value(const struct attain_table *table,
                                 const struct attain_key *keys,
                                 size_t keys_count,
                                 const char *result,
                                 size_t result_len,
                                 struct attain_value *out,
                                 struct attain_error **error);

/**
 * The same as JSON, which has texts too.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_table_value_json(const struct attain_table *table,
                                      const struct attain_key *keys,
                                      size_t keys_count,
                                      const char *result,
                                      size_t result_len,
                                      struct attain_text **out,
                                      struct attain_error **error);

/**
 * What a table of one key pays for a line that moves the key from `from` to `to`: a rate is paid on `base`, or on what the line
 * moves where `base` is NULL; an amount stands for itself.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_table_pay(const struct attain_table *table,
                               const struct attain_decimal *from,
                               const struct attain_decimal *to,
                               const struct attain_decimal *base,
                               struct attain_value *out,
                               struct attain_error **error);

/**
 * Frees a table; NULL is allowed.
 */
ATTAIN_API void attain_table_free(struct attain_table *table);

/**
 * Sets a batch up: no rows. `batch` may be NULL, and then nothing happens.
 */
ATTAIN_API void attain_batch_init(struct attain_batch *batch, uint32_t struct_size);

/**
 * The code of a person, for columns; the same key has the same code. Codes belong to this engine and its later forks.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_engine_register_person(struct attain_engine *engine,
                                            const char *key,
                                            size_t key_len,
                                            uint32_t *out,
                                            struct attain_error **error);

/**
 * The code of a unit of the organisation, for columns.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_engine_register_unit(struct attain_engine *engine,
                                          const char *key,
                                          size_t key_len,
                                          uint32_t *out,
                                          struct attain_error **error);

/**
 * The code of an entry's id, for columns, whether or not the entry has come.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_engine_register_id(struct attain_engine *engine,
                                        const char *id,
                                        size_t id_len,
                                        uint32_t *out,
                                        struct attain_error **error);

/**
 * The code of a series of numbered entries, for columns: number 1042 of the series `inv` is the entry `inv/1042`, and of the
 * series without a name the entry `1042`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_engine_register_series(struct attain_engine *engine,
                                            const char *name,
                                            size_t name_len,
                                            uint32_t *out,
                                            struct attain_error **error);

/**
 * The code of a text in one field of one kind, for columns; in a field of type `list` of a list, whose members are
 * separated by `;`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_engine_register_text(struct attain_engine *engine,
                                          const char *kind,
                                          size_t kind_len,
                                          const char *field,
                                          size_t field_len,
                                          const char *data,
                                          size_t len,
                                          uint32_t *out,
                                          struct attain_error **error);

/**
 * Records rows of columns: one outcome for each, as by the other doors. A batch that does not fit as a whole (a field that the
 * kind has not, a code that was never given) is refused with every reason, and nothing of it is recorded. `known` is as for
 * `attain_engine_record_jsonl`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_engine_record_columns(struct attain_engine *engine,
                                           const struct attain_batch *batch,
                                           attain_time known,
                                           struct attain_outcomes **out,
                                           struct attain_error **error);

/**
 * Cuts an amount by weight into `count` parts, multiples of `step`, that add up to it exactly; by largest remainder. No weight
 * is negative, and not all are 0. `stride` is how many bytes lie between the start of one weight and the next, so that weights
 * may stand inside structures of the host; `parts` takes `count` decimals in a row.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_split(const struct attain_decimal *amount,
                           const struct attain_decimal *weights,
                           size_t count,
                           size_t stride,
                           const struct attain_decimal *step,
                           int32_t odd,
                           struct attain_decimal *parts,
                           struct attain_error **error);

/**
 * Cuts an amount as `attain_split` does, but so that a larger amount never makes a part smaller (Webster, Sainte-Laguë): each part
 * is about its exact share, rounded to the nearest step. Arguments are those of `attain_split`. With the feature `analysis`, else
 * `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_split_monotone(const struct attain_decimal *amount,
                                    const struct attain_decimal *weights,
                                    size_t count,
                                    size_t stride,
                                    const struct attain_decimal *step,
                                    int32_t odd,
                                    struct attain_decimal *parts,
                                    struct attain_error **error);

/**
 * Cuts an amount by weight into `count` parts that add up to it exactly, each within its limits; pinned parts have what they
 * have. What a limit keeps from one or forces upon another is shared by the rest by their weights. `stride` is how many bytes lie
 * between the start of one part and the next; `out` takes `count` decimals in a row. With the feature `analysis`, else
 * `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_split_within(const struct attain_decimal *amount,
                                  const struct attain_part *parts,
                                  size_t count,
                                  size_t stride,
                                  const struct attain_decimal *step,
                                  int32_t odd,
                                  struct attain_decimal *out,
                                  struct attain_error **error);

/**
 * Cuts an amount by weight into a table of whole steps that adds up to it by rows, by columns, and by groups of either; each of
 * them lies less than one step from its exact share. Weights, `stride` bytes apart, and `parts`, in a row, go row by row.
 *
 * `row_groups` says of each row, and behind them of each group, in which group it is: a number of `row_groups` counted from 0, which
 * comes after it, or `ATTAIN_NO_GROUP`. Three months of a quarter, and one more month: `{ 4, 4, 4, ATTAIN_NO_GROUP, ATTAIN_NO_GROUP }`,
 * a count of 5. A count of 0 is no groups; there are no more groups than rows. So are columns. With the feature `analysis`, else
 * `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_split_table(const struct attain_decimal *amount,
                                 const struct attain_decimal *weights,
                                 size_t row_count,
                                 size_t column_count,
                                 size_t stride,
                                 const uint32_t *row_groups,
                                 size_t row_groups_count,
                                 const uint32_t *column_groups,
                                 size_t column_groups_count,
                                 const struct attain_decimal *step,
                                 int32_t odd,
                                 struct attain_decimal *parts,
                                 struct attain_error **error);

/**
 * Cuts the amount of each row into its columns, within limits and with pins as `attain_split_within`, so that the columns and all
 * groups add up as well. `amounts` has `row_count` decimals in a row; `parts`, `stride` bytes apart, and `out`, in a row, go row by
 * row. Groups are those of `attain_split_table`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_split_rows(const struct attain_decimal *amounts,
                                size_t row_count,
                                const struct attain_part *parts,
                                size_t column_count,
                                size_t stride,
                                const uint32_t *row_groups,
                                size_t row_groups_count,
                                const uint32_t *column_groups,
                                size_t column_groups_count,
                                const struct attain_decimal *step,
                                int32_t odd,
                                struct attain_decimal *out,
                                struct attain_error **error);

/**
 * An amount that is to be cut into whole steps; `odd` is one of `ATTAIN_ODD_…`. With the feature `analysis`, else
 * `ATTAIN_E_UNSUPPORTED`; so are all functions of cascades.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_cascade_new(const struct attain_decimal *amount,
                                 const struct attain_decimal *step,
                                 int32_t odd,
                                 struct attain_cascade **out,
                                 struct attain_error **error);

/**
 * Cuts a leaf of an axis into `count` parts, in every cell in which it stands; `first` gets the number of the first part, and the
 * others follow it. `parts`, `stride` bytes apart, go cell by cell in the order of `attain_cascade_cells`: `rows` is how many cells
 * there are, or 1 where the same `count` parts are meant for all of them. Where it is refused, nothing is cut.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_cascade_cut(struct attain_cascade *cascade,
                                 int32_t axis,
                                 uint32_t node,
                                 const struct attain_part *parts,
                                 size_t rows,
                                 size_t count,
                                 size_t stride,
                                 uint32_t *first,
                                 struct attain_error **error);

/**
 * Frees a cascade; NULL is allowed.
 */
ATTAIN_API void attain_cascade_free(struct attain_cascade *cascade);

/**
 * What stands in a cell: of nodes that are cut, what all of their parts have together.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_cascade_amount(const struct attain_cascade *cascade,
                                    const struct attain_cascade_cell *cell,
                                    struct attain_decimal *out,
                                    struct attain_error **error);

/**
 * The cells in which a node of an axis stands, with every leaf of the other two: of members first, then of time, then of fields. In
 * this order `attain_cascade_cut` takes parts. `out_count` gets how many there are; with a capacity of 0 only that is told, and
 * `cells` may be NULL; a capacity that is too small is refused, and nothing else written.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_cascade_cells(const struct attain_cascade *cascade,
                                   int32_t axis,
                                   uint32_t node,
                                   struct attain_cascade_cell *cells,
                                   size_t capacity,
                                   size_t *out_count,
                                   struct attain_error **error);

/**
 * What a node of an axis is cut into; nothing of a leaf. `out_count`, `capacity` and what is refused are as for
 * `attain_cascade_cells`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_cascade_parts(const struct attain_cascade *cascade,
                                   int32_t axis,
                                   uint32_t node,
                                   uint32_t *nodes,
                                   size_t capacity,
                                   size_t *out_count,
                                   struct attain_error **error);

/**
 * The leaves at and below a node of an axis, in their order. `out_count`, `capacity` and what is refused are as for
 * `attain_cascade_cells`.
 */
ATTAIN_API
ATTAIN_NODISCARD
attain_status attain_cascade_leaves(const struct attain_cascade *cascade,
                                    int32_t axis,
                                    uint32_t node,
                                    uint32_t *nodes,
                                    size_t capacity,
                                    size_t *out_count,
                                    struct attain_error **error);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* ATTAIN_H */
