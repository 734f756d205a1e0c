/**
 * The way in and out: {@link dev.octet.export.Export} reads, traces and writes programs, {@link
 * dev.octet.export.StateDict} reads weights alone. {@code pt2} knows the file format, {@code
 * capture} what is done to a program before anyone else sees it.
 */
@NullMarked
package dev.octet.export;

import org.jspecify.annotations.NullMarked;
