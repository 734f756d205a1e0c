/**
 * What a quantizer says about a graph: a table of specs by site and, for every node, a decision
 * with its reason. In: an exported program. Out: {@link dev.octet.quantizer.annotate.Annotations},
 * which {@link dev.octet.quantizer.annotate.AnnotationCheck} has found sound. {@link
 * dev.octet.quantizer.annotate.Quantizer} is the interface that plugins implement.
 */
@NullMarked
package dev.octet.quantizer.annotate;

import org.jspecify.annotations.NullMarked;
