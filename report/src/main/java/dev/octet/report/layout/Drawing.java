package dev.octet.report.layout;

import com.google.common.collect.ImmutableList;

/**
 * A laid-out graph.
 *
 * @param centers of the boxes, in their order
 * @param routes of the links, in their order: from the lower edge of a box through points between
 *     others to the upper edge of the box it leads to
 */
public record Drawing(
    double width,
    double height,
    ImmutableList<Point> centers,
    ImmutableList<ImmutableList<Point>> routes) {}
