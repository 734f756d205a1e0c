package dev.octet.report.layout;

/** A point of a drawing; x grows to the right and y downwards. */
public record Point(double x, double y) {}
