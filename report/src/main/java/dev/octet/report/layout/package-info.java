/**
 * Where the nodes of a drawn graph lie. In: sizes and links of boxes. Out: a {@link
 * dev.octet.report.layout.Drawing} with a place for each box and a route for each link.
 */
@NullMarked
package dev.octet.report.layout;

import org.jspecify.annotations.NullMarked;
