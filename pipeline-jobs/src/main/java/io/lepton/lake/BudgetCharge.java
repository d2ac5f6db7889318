package io.lepton.lake;

/**
 * What a query on a table costs.
 *
 * @param table the table's name in the lake, or where its file is
 * @param who asks
 * @param query what is asked, in words that hold no data
 * @param epsilon privacy loss of one person
 * @param delta probability that the loss is larger
 */
public record BudgetCharge(String table, String who, String query, double epsilon, double delta) {}
