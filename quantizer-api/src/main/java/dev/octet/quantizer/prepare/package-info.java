/**
 * From annotations to a graph with observers. In: a program, and annotations that have been
 * checked. Out: a {@link dev.octet.quantizer.prepare.PreparedProgram}, whose graph holds an {@code
 * octet.observe} node wherever a tensor is watched, and the groups of sites that share an observer.
 * BatchNorm is folded before anything is annotated.
 */
@NullMarked
package dev.octet.quantizer.prepare;

import org.jspecify.annotations.NullMarked;
