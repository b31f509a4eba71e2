/*
 * The C interface under a host that does everything wrong, and some things right. Each check says what was expected and what
 * was got where it fails. `tests/c/run` builds and runs it: plainly, under valgrind, and with the sanitizers.
 */

#include "hostile/check.h"

int main(void)
{
    versions();
    nulls();
    sizes();
    texts();
    plans();
    decimals();
    fractions();
    days();
    splits();
    targets();
    cascades();
    calendars();
    tables();
    entries();
    batches();
    columns();
    lives();
    answers();
    analysis();
    figures();
    history();
    due();
    rankings();
    receivables();
    grades();
    reviews();
    coaching();
    moves();
    chinese();
    panics();
    threads();
    return check_report();
}
