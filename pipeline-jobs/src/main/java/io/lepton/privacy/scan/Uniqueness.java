package io.lepton.privacy.scan;

import java.util.List;

/**
 * How far a set of columns singles people out.
 *
 * @param distinct different combinations of the columns' values; exact up to some thousands, else estimated to about 2 %
 * @param singledOut share of the rows, 0 to 1, whose combination no other row has ("sample uniques"); estimated likewise
 */
public record Uniqueness(List<String> columns, double distinct, double singledOut) {}
