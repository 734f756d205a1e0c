/**
 * The {@code octet} command. In: arguments. Out: what the command prints, the files that it names,
 * and an {@linkplain dev.octet.cli.ExitCodes exit code}. Each command is one class that turns its
 * arguments into calls of the public API; no arithmetic happens here.
 */
@NullMarked
package dev.octet.cli;

import org.jspecify.annotations.NullMarked;
