/**
 * What holds when things go badly: files are damaged, processes are killed, threads are many. Short
 * in every build; the Maven profile {@code nightly} makes it long.
 */
@NullMarked
package dev.octet.reliability;

import org.jspecify.annotations.NullMarked;
