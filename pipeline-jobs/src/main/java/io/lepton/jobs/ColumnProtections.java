package io.lepton.jobs;

import io.lepton.config.Anonymize;
import io.lepton.config.Secret;
import io.lepton.config.yaml.Section;
import io.lepton.error.LeptonException;
import io.lepton.privacy.ColumnProtection;
import io.lepton.privacy.DatePart;
import io.lepton.privacy.column.FormatMask;
import io.lepton.privacy.column.ShiftedDays;
import io.lepton.privacy.keys.Keyset;
import io.lepton.privacy.keys.Subkey;
import io.lepton.privacy.noise.GaussianMechanism;
import io.lepton.privacy.noise.GeometricMechanism;
import io.lepton.privacy.noise.LaplaceMechanism;
import io.lepton.privacy.noise.ValueMechanism;
import io.lepton.privacy.token.TokenKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What the pipeline file asks for single columns. */
final class ColumnProtections {
    private final RunContext context;
    private final Anonymize settings;
    private final KeysetPlaces keysets;
    private final Map<Anonymize.KeysetPlace, Keyset> read = new HashMap<>();
    private final Subkey noiseOfThisRun = Subkey.random();

    ColumnProtections(RunContext context) {
        this.context = context;
        this.settings = context.pipeline().anonymize();
        this.keysets = new KeysetPlaces(context);
    }

    List<ColumnProtection> all() {
        List<ColumnProtection> protections = new ArrayList<>();
        settings.columns()
                .forEach((column, protection) -> protection(column, protection).ifPresent(protections::add));
        return protections;
    }

    /** Of some columns. */
    List<ColumnProtection> of(Predicate<String> columns) {
        List<ColumnProtection> protections = new ArrayList<>();
        settings.columns().forEach((column, protection) -> {
            if (columns.test(column)) {
                protection(column, protection).ifPresent(protections::add);
            }
        });
        return protections;
    }

    private Optional<ColumnProtection> protection(String column, Anonymize.Protection protection) {
        return Optional.ofNullable(
                switch (protection.method()) {
                    case KEEP -> null;
                    case DROP -> new ColumnProtection.Drop(column);
                    case MASK -> mask(column, protection);
                    case REDACT -> new ColumnProtection.Redact(column);
                    case PSEUDONYMIZE -> pseudonym(column, protection);
                    case SHIFT_DATES -> new ColumnProtection.ShiftDates(
                            column,
                            protection.person().orElseThrow(),
                            protection.days(),
                            protection.dateFormat(),
                            subkey(protection, ShiftedDays.purpose()));
                    case GENERALIZE -> generalization(column, protection);
                    case NOISE -> noise(column, protection);
                });
    }

    private static ColumnProtection mask(String column, Anonymize.Protection protection) {
        return protection.keepFormat()
                ? new ColumnProtection.MaskFormat(column, new FormatMask(protection.keepFirst(), protection.keepLast()))
                : new ColumnProtection.Mask(column, protection.keepFirst(), protection.keepLast());
    }

    private ColumnProtection pseudonym(String column, Anonymize.Protection protection) {
        Optional<Secret> key = protection.key();
        if (key.isPresent()) {
            return new ColumnProtection.Pseudonymize(column, key.get().reveal());
        }
        Anonymize.Tokens as = protection.as().orElse(Anonymize.Tokens.DETERMINISTIC);
        return new ColumnProtection.Tokenize(
                column, TokenKind.valueOf(as.name()), keyset(protection).orElseThrow(), protection.domain());
    }

    private ColumnProtection generalization(String column, Anonymize.Protection protection) {
        if (protection.width().isPresent()) {
            return new ColumnProtection.GeneralizeNumber(
                    column, protection.width().get());
        }
        if (protection.datePart().isPresent()) {
            return new ColumnProtection.GeneralizeDate(
                    column, DatePart.valueOf(protection.datePart().get().name()));
        }
        if (protection.prefix().isPresent()) {
            return new ColumnProtection.GeneralizePrefix(
                    column, protection.prefix().get());
        }
        return new ColumnProtection.GeneralizeHierarchy(
                column, AnonymizeStage.hierarchy(context, protection.hierarchy().orElseThrow()), protection.level());
    }

    /** Without a keyset the noise depends on a secret of this run alone: another run draws other noise. */
    private ColumnProtection noise(String column, Anonymize.Protection protection) {
        Subkey key = keyset(protection).map(keyset -> keyset.subkey("noise")).orElse(noiseOfThisRun);
        try {
            return new ColumnProtection.AddNoise(
                    column, mechanism(protection), context.keys(), key, context.trustedTable());
        } catch (LeptonException e) {
            throw LeptonException.configuration(
                    "Cannot protect column '" + column + "'. " + e.getMessage() + " It is under anonymize.columns."
                            + column + ".",
                    e);
        }
    }

    private static ValueMechanism mechanism(Anonymize.Protection protection) {
        double epsilon = protection.epsilon().orElseThrow();
        double lower = protection.lower().orElseThrow();
        double upper = protection.upper().orElseThrow();
        return switch (protection.mechanism()) {
            case LAPLACE -> LaplaceMechanism.between(lower, upper, epsilon);
            case GAUSSIAN -> GaussianMechanism.between(
                    lower, upper, epsilon, protection.delta().orElseThrow());
            case GEOMETRIC -> GeometricMechanism.between((long) Math.ceil(lower), (long) Math.floor(upper), epsilon);
        };
    }

    private Subkey subkey(Anonymize.Protection protection, String purpose) {
        return protection
                .key()
                .map(key -> Subkey.ofText(key.reveal()).subkey(purpose))
                .orElseGet(() -> keyset(protection).orElseThrow().subkey(purpose));
    }

    /** The column's own keyset, or else the one that it shares; each is read once. */
    private Optional<Keyset> keyset(Anonymize.Protection protection) {
        return protection.keyset().or(settings::keyset).map(place -> read.computeIfAbsent(place, keysets::read));
    }

    /** By column, for the report. */
    Map<String, String> inWords() {
        Map<String, String> words = new TreeMap<>();
        settings.columns()
                .forEach((column, protection) -> words.put(
                        column,
                        switch (protection.method()) {
                            case KEEP -> "kept";
                            case DROP -> "dropped";
                            case MASK -> "masked";
                            case REDACT -> "redacted";
                            case PSEUDONYMIZE -> "pseudonymized";
                            case SHIFT_DATES -> "dates shifted";
                            case GENERALIZE -> "generalized";
                            case NOISE -> "noise added (" + Section.word(protection.mechanism()) + ", epsilon "
                                    + protection.epsilon().orElseThrow() + ")";
                        }));
        return words;
    }
}
