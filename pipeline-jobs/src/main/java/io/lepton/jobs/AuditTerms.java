package io.lepton.jobs;

import io.lepton.config.Audit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * By what an audit counts rows: what was counted while rows were scored is of use to an audit by the same terms only.
 *
 * @param protectedAttributes whose groups are told apart
 * @param bins of attributes that are numbers
 * @param threshold of the score from which on a row counts as selected
 */
record AuditTerms(List<String> protectedAttributes, Map<String, List<Double>> bins, double threshold) {
    static AuditTerms of(Audit audit) {
        return new AuditTerms(audit.protectedAttributes(), new TreeMap<>(audit.bins()), audit.threshold());
    }
}
