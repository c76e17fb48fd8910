/**
 * The command line. Arguments, the environment and a terminal enter; lines on standard output and an exit code leave
 * (0 done, 1 failed, 2 bad usage or configuration, 3 done but some of the input was rejected). One class per command; errors are one line each on standard error,
 * with a stack trace only under {@code --debug}. Nothing is remembered.
 */
@NullMarked
package dev.weir.app.command;

import org.jspecify.annotations.NullMarked;
