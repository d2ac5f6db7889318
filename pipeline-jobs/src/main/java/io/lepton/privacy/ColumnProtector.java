package io.lepton.privacy;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.privacy.column.NoisyValues;
import io.lepton.privacy.keys.KeyType;
import io.lepton.privacy.keys.Subkey;
import io.lepton.privacy.noise.GeometricMechanism;
import io.lepton.privacy.text.Redactor;
import io.lepton.privacy.token.HmacTokens;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;

/** Applies {@link ColumnProtection}s as column expressions. */
final class ColumnProtector {
    private static final int SHORTEST_KEY = 16;

    private final Map<String, ColumnProtection> protections = new LinkedHashMap<>();

    ColumnProtector(List<ColumnProtection> protections) {
        for (ColumnProtection protection : protections) {
            if (this.protections.put(protection.column(), protection) != null) {
                throw LeptonException.configuration("Cannot protect column '" + protection.column()
                        + "': two protections are given for it. Keep one of them.");
            }
            check(protection);
        }
        requireOneShift(protections);
    }

    private static void check(ColumnProtection protection) {
        String column = protection.column();
        if (protection instanceof ColumnProtection.Mask mask) {
            require(
                    mask.keepFirst() >= 0 && mask.keepLast() >= 0,
                    column,
                    "keep-first and keep-last must be 0 or more");
        } else if (protection instanceof ColumnProtection.GeneralizeNumber number) {
            require(
                    number.width() > 0 && Double.isFinite(number.width()),
                    column,
                    "the width of its ranges must be above 0");
        } else if (protection instanceof ColumnProtection.GeneralizePrefix prefix) {
            require(prefix.characters() >= 0, column, "the characters to keep must be 0 or more");
        } else if (protection instanceof ColumnProtection.GeneralizeHierarchy tree) {
            int levels = tree.hierarchy().levels();
            require(
                    tree.level() >= 0 && tree.level() <= levels,
                    column,
                    "level " + tree.level() + " is asked for, and "
                            + tree.hierarchy().source() + " has levels 0 to " + levels);
        } else if (protection instanceof ColumnProtection.Pseudonymize pseudonymize
                && pseudonymize.key().length() < SHORTEST_KEY) {
            throw LeptonException.configuration("Cannot pseudonymize column '" + column + "': its key has fewer than "
                    + SHORTEST_KEY + " characters. Set a longer secret, for example from: openssl rand -hex 32.");
        } else if (protection instanceof ColumnProtection.Tokenize tokenize) {
            requireReadable(tokenize);
        } else if (protection instanceof ColumnProtection.ShiftDates shift) {
            require(shift.days() >= 1, column, "its dates must move by up to 1 day or more");
        }
    }

    private static void require(boolean holds, String column, String message) {
        if (!holds) {
            throw LeptonException.configuration("Cannot protect column '" + column + "': " + message + ".");
        }
    }

    private static void requireReadable(ColumnProtection.Tokenize tokenize) {
        boolean possible = tokenize.kind().isOneWay() || tokenize.keyset().type() == KeyType.REVERSIBLE;
        require(
                possible,
                tokenize.column(),
                "its tokens are to be reversible, and the keyset is one-way. Use as: hmac, or a keyset of 'lepton keys create"
                        + " --type reversible'");
    }

    /** Dates of a person that moved by different numbers of days would tell both numbers' difference, and keep no interval. */
    private static void requireOneShift(Collection<ColumnProtection> protections) {
        Map<String, ColumnProtection.ShiftDates> first = new HashMap<>();
        for (ColumnProtection protection : protections) {
            if (protection instanceof ColumnProtection.ShiftDates shift) {
                ColumnProtection.ShiftDates other = first.putIfAbsent(shift.person(), shift);
                require(
                        other == null || other.days() == shift.days(),
                        shift.column(),
                        "its dates move by up to " + shift.days() + " days, and those of column '"
                                + (other == null ? "" : other.column()) + "', of the same person, by up to "
                                + (other == null ? 0 : other.days()) + ". Give both the same days");
            }
        }
    }

    Dataset<Row> protect(Dataset<Row> raw) {
        protections.keySet().forEach(column -> Columns.require(raw, column, "protect"));
        List<Column> columns = new ArrayList<>();
        for (String name : raw.columns()) {
            ColumnProtection protection = protections.get(name);
            if (protection == null) {
                columns.add(Columns.of(raw, name));
            } else if (!(protection instanceof ColumnProtection.Drop)) {
                columns.add(expression(raw, protection).as(name));
            }
        }
        return raw.select(columns.toArray(Column[]::new));
    }

    private static Column expression(Dataset<Row> raw, ColumnProtection protection) {
        Column value = Columns.of(raw, protection.column());
        Column text = value.cast(DataTypes.StringType);
        if (protection instanceof ColumnProtection.Mask mask) {
            return mask(text, mask);
        } else if (protection instanceof ColumnProtection.MaskFormat mask) {
            return udf(mask.mask(), DataTypes.StringType).apply(text);
        } else if (protection instanceof ColumnProtection.Pseudonymize pseudonymize) {
            return udf(new HmacTokens(Subkey.ofText(pseudonymize.key())), DataTypes.StringType)
                    .apply(text);
        } else if (protection instanceof ColumnProtection.Tokenize tokenize) {
            return udf(
                            tokenize.kind().function(tokenize.column(), tokenize.keyset(), tokenize.domain()),
                            DataTypes.StringType)
                    .apply(text);
        } else if (protection instanceof ColumnProtection.ShiftDates shift) {
            return DateShift.of(raw, shift);
        } else if (protection instanceof ColumnProtection.Redact redact) {
            return redacted(raw, redact);
        } else if (protection instanceof ColumnProtection.AddNoise noise) {
            return noisy(raw, noise);
        } else if (protection instanceof ColumnProtection.GeneralizeNumber number) {
            return Generalization.range(raw, number);
        } else if (protection instanceof ColumnProtection.GeneralizeDate date) {
            return Generalization.date(value, date);
        } else if (protection instanceof ColumnProtection.GeneralizePrefix prefix) {
            return Generalization.prefix(text, prefix);
        } else if (protection instanceof ColumnProtection.GeneralizeHierarchy tree) {
            return Generalization.label(raw, tree);
        }
        throw new IllegalStateException("no expression for " + protection);
    }

    private static Column redacted(Dataset<Row> raw, ColumnProtection.Redact redact) {
        DataType type = Columns.type(raw, redact.column());
        require(
                type.equals(DataTypes.StringType),
                redact.column(),
                "it is to be redacted and holds " + type.simpleString() + ", no texts");
        Redactor redactor = Redactor.ofAll();
        UDF1<String, String> function = text -> text == null ? null : redactor.redact(text);
        return udf(function, DataTypes.StringType).apply(Columns.of(raw, redact.column()));
    }

    private static Column noisy(Dataset<Row> raw, ColumnProtection.AddNoise protection) {
        String column = protection.column();
        DataType type = Columns.type(raw, column);
        require(
                type instanceof NumericType,
                column,
                "noise is to be added to it and it holds " + type.simpleString() + ", no numbers");
        protection.rowKey().forEach(key -> Columns.require(raw, key, "tell rows apart by"));
        Column row = to_json(struct(
                protection.rowKey().stream().map(key -> Columns.of(raw, key)).toArray(Column[]::new)));
        Column noisy = udf(
                        new NoisyValues(protection.noise(), protection.key(), protection.table() + "/" + column),
                        DataTypes.DoubleType)
                .apply(Columns.of(raw, column).cast(DataTypes.DoubleType), row);
        return protection.noise() instanceof GeometricMechanism ? noisy.cast(DataTypes.LongType) : noisy;
    }

    private static Column mask(Column text, ColumnProtection.Mask mask) {
        int kept = mask.keepFirst() + mask.keepLast();
        Column hidden = length(text).minus(kept);
        Column end = mask.keepLast() == 0
                ? lit("")
                : text.substr(length(text).minus(mask.keepLast() - 1), lit(mask.keepLast()));
        return when(hidden.leq(0), Generalization.stars(length(text)))
                .otherwise(concat(text.substr(1, mask.keepFirst()), Generalization.stars(hidden), end));
    }
}
