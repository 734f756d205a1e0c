/**
 * What tests of several modules share: random graphs from a seed, a Truth subject for graphs, and
 * the tester of rewrite rules, which refuses to pass by accident.
 */
@NullMarked
package dev.octet.testkit;

import org.jspecify.annotations.NullMarked;
