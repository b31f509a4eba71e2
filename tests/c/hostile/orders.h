/* Three orders of ann as columns, for what is checked of batches. */
#ifndef ORDERS_H
#define ORDERS_H

#include "check.h"

/* It points into itself: it is set up where it stays. */
struct orders {
    attain_engine *engine;
    /* ann belongs to the company, bob nowhere. */
    uint32_t ann, bob, series;
    uint64_t numbers[3];
    attain_date on[3];
    uint32_t reps[3];
    int64_t cents[3];
    attain_column columns[2];
    attain_batch batch;
};

/* A batch of inv/1042, inv/1043 and inv/1044, each on its own day, of 10.50, 20 and 3; the log has two entries. */
void orders_set_up(struct orders *orders);
void orders_free(struct orders *orders);
attain_column column_of(const char *field, int32_t of, const void *values);

#endif
