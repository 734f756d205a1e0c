/**
 * The text form of graphs: a printer and a parser that are inverse to each other. Graphs flow in
 * and text flows out, or the other way round. It is what tests compare (after parsing), what
 * messages quote, and what people read and write; {@link dev.octet.graph.text.GraphText} has the
 * grammar.
 */
@NullMarked
package dev.octet.graph.text;

import org.jspecify.annotations.NullMarked;
