package io.lepton.fairness.data;

import java.util.List;

/**
 * What the data says of groups of people.
 *
 * @param rows of the table
 * @param rowsRead of them, for all figures here; fewer where a sample was read
 * @param groups of each attribute and of each pair
 * @param disparities of the label, for each group that is large enough
 * @param proxies every feature against every attribute, what tells most first
 * @param predictability of each attribute from all features together
 * @param warnings in plain words, what matters most first for each attribute
 */
public record DataAuditReport(
        long rows,
        long rowsRead,
        List<GroupShare> groups,
        List<LabelDisparity> disparities,
        List<Proxy> proxies,
        List<Predictability> predictability,
        List<String> warnings) {

    public DataAuditReport {
        groups = List.copyOf(groups);
        disparities = List.copyOf(disparities);
        proxies = List.copyOf(proxies);
        predictability = List.copyOf(predictability);
        warnings = List.copyOf(warnings);
    }
}
