/**
 * One form for what may be written in several: changes of shape stand where they cost nothing and
 * hide nothing from fusion. In: a frozen graph of static shapes. Out: the same values, fewer or
 * cheaper steps. One rule per file; all of them give the same bits.
 */
@NullMarked
package dev.octet.lowering.canonical;

import org.jspecify.annotations.NullMarked;
