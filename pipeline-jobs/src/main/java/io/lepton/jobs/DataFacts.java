package io.lepton.jobs;

import io.lepton.fairness.data.DataAuditReport;
import io.lepton.fairness.data.GroupShare;
import io.lepton.fairness.estimate.Interval;
import io.lepton.report.RunReport;
import java.util.Optional;

/** What the report says about the data that was learned from. */
final class DataFacts {
    private DataFacts() {}

    static RunReport.DataAudit of(DataAuditReport found) {
        return new RunReport.DataAudit(
                found.rows(),
                found.rowsRead(),
                found.groups().stream().map(DataFacts::group).toList(),
                found.proxies().stream()
                        .map(proxy -> new RunReport.Proxy(
                                proxy.attribute(),
                                proxy.feature(),
                                proxy.normalizedMutualInformation(),
                                proxy.adjustedPValue(),
                                proxy.auc(),
                                proxy.accuracy(),
                                proxy.baseAccuracy()))
                        .toList(),
                found.predictability().stream()
                        .map(each -> new RunReport.Predictability(each.attribute(), each.features(), each.auc()))
                        .toList(),
                found.warnings());
    }

    private static RunReport.GroupShare group(GroupShare group) {
        return new RunReport.GroupShare(
                group.attributes(),
                group.group(),
                group.count(),
                group.countSuppressed(),
                group.judged(),
                group.share(),
                range(group.shareInterval()),
                group.baseRate(),
                range(group.baseRateInterval()));
    }

    private static RunReport.Range range(Optional<Interval> interval) {
        return interval.map(found -> new RunReport.Range(found.low(), found.high()))
                .orElse(new RunReport.Range(Double.NaN, Double.NaN));
    }
}
