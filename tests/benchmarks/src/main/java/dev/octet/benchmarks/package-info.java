/** JMH benchmarks. In: a class of the public API. Out: how long it takes. Run by {@code run}. */
@NullMarked
package dev.octet.benchmarks;

import org.jspecify.annotations.NullMarked;
