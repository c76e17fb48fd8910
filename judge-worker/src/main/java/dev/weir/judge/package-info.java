/**
 * The judge worker: tasks enter from {@code weir.judge-tasks}, scores leave to {@code weir.scores}, and what cannot be
 * read leaves to {@code weir.dead-letters}. Every task ends in one score per evaluator, judged or saying why not, or goes
 * back to the queue; a score is acknowledged by the broker before its task is. Remembered are the tasks in flight and
 * the day's spending. Texts are never logged.
 */
@NullMarked
package dev.weir.judge;

import org.jspecify.annotations.NullMarked;
