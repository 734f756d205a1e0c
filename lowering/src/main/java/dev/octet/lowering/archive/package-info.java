/**
 * Compiled programs as files. In: a program and the options it was compiled with. Out: one file
 * with a checksum and no code, and both back. What depends on the processor is made anew where the
 * file is loaded.
 */
@NullMarked
package dev.octet.lowering.archive;

import org.jspecify.annotations.NullMarked;
