//! The manual: pages to read, with examples that run.
//!
//! | page | for | answers |
//! |---|---|---|
//! | [`plan`] | who writes plans | what can be written, section by section |
//! | [`formulas`] | who writes plans | what formulas can say, and how they reckon |
//! | [`log`] | who feeds the engine | entries, outcomes, corrections |
//! | [`counting`] | who has to answer for a figure | which day, which unit, whose credit |
//! | [`asking`] | who builds pages and exports | many at once, breakdowns, down to the entries, who may see what |
//! | [`scoring`] | who designs scorecards | curves, weights, gates, missing data, periods; what is missing for a grade, what to work on |
//! | [`grades`] | who gives grades, and who disputes them | grades by quotas, ties at a border, who changed what and why, disputes of a line |
//! | [`splitting`] | who sets targets | by what a target is cut, in which order, what is fixed, who gets the odd step |
//! | [`history`] | who is asked why a target is what it is | who set what and why, what people commit to, what did not come out |
//! | [`pipelines`] | who says how deals move | which moves there are, what each asks, who may, what comes of those that should not have been |
//! | [`timers`] | who has to see to it that things are done in time | what is due when, in working hours too |
//! | [`due`] | who has to know what is late, and whose it is | the timers of a plan, what is due, what timers did |
//! | [`funnel`] | who wants to know where deals come from, wait and die | funnels by activity and by cohort, conversions, win rates, cycles, bottlenecks, each definition by name |
//! | [`rankings`] | who runs contests | among whom one is ranked, what equals share, prizes, badges, percentiles, whose rank moved |
//! | [`receivables`] | who wants the money too | what was billed, came in, is open and overdue, by customer and by whose it is; collection rates, days outstanding |
//! | [`reviews`] | who lets people rate each other | who may say what of whom; weighted raters, few of them, anonymous ones, trimming, severity |
//! | [`what_if`] | who plans, or has to say why | what-ifs; why a figure is another one than before |
//! | [`kpis`] | who need not invent what is usual | standard KPIs, with their variants and where they come from |
//! | [`problems`] | who has a broken plan | every code, and its cure |
//! | [`defaults`] | who decides policy | what must be declared, and what need not be |
//! | [`performance`] | who has many facts or little time | how cost grows, what is cheap and dear, limits, how it is measured |
//! | [`c_api`] | who embeds it from C | handles, errors, a whole program |
//! | [`why`] | who wonders | why it is so and not otherwise |
//!
//! The pages say what works in this version, and nothing else.

pub mod plan {
    #![doc = include_str!("plan.md")]
}

pub mod formulas {
    #![doc = include_str!("formulas.md")]
}

pub mod log {
    #![doc = include_str!("log.md")]
}

pub mod counting {
    #![doc = include_str!("counting.md")]
}

pub mod asking {
    #![doc = include_str!("asking.md")]
}

pub mod scoring {
    #![doc = include_str!("scoring.md")]
}

pub mod grades {
    #![doc = include_str!("grades.md")]
}

pub mod splitting {
    #![doc = include_str!("splitting.md")]
}

pub mod history {
    #![doc = include_str!("history.md")]
}

pub mod pipelines {
    #![doc = include_str!("pipelines.md")]
}

pub mod timers {
    #![doc = include_str!("timers.md")]
}

pub mod due {
    #![doc = include_str!("due.md")]
}

pub mod funnel {
    #![doc = include_str!("funnel.md")]
}

pub mod rankings {
    #![doc = include_str!("rankings.md")]
}

pub mod receivables {
    #![doc = include_str!("receivables.md")]
}

pub mod reviews {
    #![doc = include_str!("reviews.md")]
}

pub mod what_if {
    #![doc = include_str!("what_if.md")]
}

pub mod kpis {
    #![doc = include_str!("kpis.md")]
}

pub mod problems {
    #![doc = include_str!("problems.md")]
}

pub mod defaults {
    #![doc = include_str!("defaults.md")]
}

pub mod performance {
    #![doc = include_str!("performance.md")]
}

pub mod c_api {
    #![doc = include_str!("c_api.md")]
}

pub mod why {
    #![doc = include_str!("why.md")]
}
