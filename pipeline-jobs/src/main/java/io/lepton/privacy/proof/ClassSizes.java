package io.lepton.privacy.proof;

/**
 * Classes of about the same size.
 *
 * @param from least rows of such a class
 * @param to most rows of such a class
 * @param classes how many there are
 * @param rows of all of them
 */
public record ClassSizes(long from, long to, long classes, long rows) {}
