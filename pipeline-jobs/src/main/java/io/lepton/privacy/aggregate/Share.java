package io.lepton.privacy.aggregate;

/**
 * A part of a query's budget and what it is for.
 *
 * @param purpose such as "sum(age)", "groups" or "bounds of age"
 */
public record Share(String purpose, double epsilon, double delta) {}
