/* Prints the layout of every public structure, one line for each fact: what a program that was compiled relies on. */

#include <stdio.h>

#include "attain.h"

/* C99 has no _Alignof: where a structure lands behind one byte is its alignment. */
#define WHOLE(type)                                                                                                    \
    do {                                                                                                               \
        struct behind {                                                                                                \
            char byte;                                                                                                 \
            type it;                                                                                                   \
        };                                                                                                             \
        printf("%s size %zu align %zu\n", #type, sizeof(type), offsetof(struct behind, it));                           \
    } while (0)

#define FIELD(type, field)                                                                                             \
    printf("%s.%s at %zu size %zu\n", #type, #field, offsetof(type, field), sizeof(((type *)0)->field))

static void scalars(void)
{
    WHOLE(attain_status);
    WHOLE(attain_date);
    WHOLE(attain_time);
}

static void numbers(void)
{
    WHOLE(attain_decimal);
    FIELD(attain_decimal, lo);
    FIELD(attain_decimal, hi);
    FIELD(attain_decimal, scale);
    FIELD(attain_decimal, reserved);
    WHOLE(attain_fraction);
    FIELD(attain_fraction, num_lo);
    FIELD(attain_fraction, num_hi);
    FIELD(attain_fraction, den_lo);
    FIELD(attain_fraction, den_hi);
    WHOLE(attain_value);
    FIELD(attain_value, amount);
    FIELD(attain_value, unit);
    FIELD(attain_value, undefined);
    FIELD(attain_value, day);
    FIELD(attain_value, reserved);
}

static void questions(void)
{
    WHOLE(attain_str);
    FIELD(attain_str, data);
    FIELD(attain_str, len);
    WHOLE(attain_plan_options);
    FIELD(attain_plan_options, struct_size);
    FIELD(attain_plan_options, flags);
    FIELD(attain_plan_options, max_bytes);
    FIELD(attain_plan_options, max_problems);
    FIELD(attain_plan_options, reserved);
    WHOLE(attain_place);
    FIELD(attain_place, struct_size);
    FIELD(attain_place, whose);
    FIELD(attain_place, key);
    FIELD(attain_place, period);
    FIELD(attain_place, from);
    FIELD(attain_place, to);
    WHOLE(attain_period);
    FIELD(attain_period, from);
    FIELD(attain_period, to);
    FIELD(attain_period, index);
    FIELD(attain_period, year);
}

static void columns(void)
{
    WHOLE(attain_key);
    FIELD(attain_key, unit);
    FIELD(attain_key, day);
    FIELD(attain_key, amount);
    FIELD(attain_key, text);
    WHOLE(attain_column);
    FIELD(attain_column, field);
    FIELD(attain_column, of);
    FIELD(attain_column, scale);
    FIELD(attain_column, series);
    FIELD(attain_column, reserved);
    FIELD(attain_column, values);
    FIELD(attain_column, valid);
    WHOLE(attain_batch);
    FIELD(attain_batch, struct_size);
    FIELD(attain_batch, series);
    FIELD(attain_batch, kind);
    FIELD(attain_batch, rows);
    FIELD(attain_batch, numbers);
    FIELD(attain_batch, ids);
    FIELD(attain_batch, on);
    FIELD(attain_batch, columns);
    FIELD(attain_batch, columns_count);
    FIELD(attain_batch, columns_stride);
}

static void parts(void)
{
    WHOLE(attain_part);
    FIELD(attain_part, weight);
    FIELD(attain_part, least);
    FIELD(attain_part, most);
    FIELD(attain_part, pinned);
    FIELD(attain_part, flags);
    FIELD(attain_part, reserved);
    WHOLE(attain_cascade_cell);
    FIELD(attain_cascade_cell, member);
    FIELD(attain_cascade_cell, time);
    FIELD(attain_cascade_cell, field);
}

int main(void)
{
    scalars();
    numbers();
    questions();
    columns();
    parts();
    return 0;
}
