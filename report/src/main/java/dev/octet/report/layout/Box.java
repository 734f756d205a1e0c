package dev.octet.report.layout;

/** The size of a node in a drawing. */
public record Box(double width, double height) {}
