package io.lepton.jobs.forget;

import io.lepton.lake.TableVersion;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The keys of a person's rows, as the raw table has them and as the trusted table does. */
final class PersonKeys {
    private final ForgetContext context;
    private final Subject subject;
    private final Provenance provenance;
    private final Map<Long, Keys> byVersion = new HashMap<>();

    PersonKeys(ForgetContext context, Subject subject, Provenance provenance) {
        this.context = context;
        this.subject = subject;
        this.provenance = provenance;
    }

    /** The person's rows of the newest raw version. */
    Dataset<Row> rows() {
        return rows(context.lake().version(context.raw()));
    }

    /** Keys, wherever a key means the same in every version: of all versions that can be read. */
    Keys everywhere() {
        Set<Long> versions = new HashSet<>(provenance.versions(context.raw()));
        versions.add(context.lake().version(context.raw()));
        return versions.stream().map(this::in).reduce(new Keys(Set.of()), Keys::and);
    }

    /** Keys in a version of the raw table; none where it is gone. */
    Keys in(long version) {
        return byVersion.computeIfAbsent(
                context.lake().standIn(new TableVersion(context.raw(), version)).version(), this::read);
    }

    /** Keys in the raw version that a version of the trusted table was made of. */
    Keys behind(Optional<TableVersion> trusted) {
        return trusted.flatMap(provenance::origin)
                .map(TableVersion::version)
                .or(() -> Optional.of(context.lake().version(context.raw())))
                .map(this::in)
                .orElseThrow();
    }

    private Keys read(long version) {
        return Gone.unless(() -> {
                    Dataset<Row> rows = rows(version);
                    Keys keys = Keys.of(rows, context.keys());
                    for (UnaryOperator<Dataset<Row>> protection : context.protections()) {
                        keys = keys.and(Keys.of(protection.apply(rows), context.keys()));
                    }
                    return keys;
                })
                .orElseGet(() -> new Keys(Set.of()));
    }

    private Dataset<Row> rows(long version) {
        Dataset<Row> raw = context.lake().read(context.raw(), version);
        return raw.where(subject.is(
                Keys.quoted(subject.column()),
                raw.schema().apply(subject.column()).dataType()));
    }
}
