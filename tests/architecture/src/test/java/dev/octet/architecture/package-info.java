/**
 * Tests of the structure. In: the compiled classes of every module. Out: findings where a package
 * knows one that it must not know, or a name says nothing.
 */
@NullMarked
package dev.octet.architecture;

import org.jspecify.annotations.NullMarked;
