/*
 * Copyright the camel-smtpx authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache.camel.component.smtpx;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.apache.camel.component.smtpx.auth.RefreshTokenStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The documented stores of refresh tokens. */
class RefreshTokenStoreTest {

    // tag::file[]
    record FileStore(Path file) implements RefreshTokenStore {
        @Override
        public String load() throws IOException {
            return Files.exists(file) ? Files.readString(file).strip() : null;
        }

        @Override
        public void store(String refreshToken) throws IOException {
            Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "token", null);
            Files.writeString(fresh, refreshToken);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
    // end::file[]

    // tag::jdbc[]
    record JdbcStore(DataSource database, String account) implements RefreshTokenStore {
        @Override
        public String load() throws SQLException {
            try (Connection connection = database.getConnection();
                 PreparedStatement query
                         = connection.prepareStatement("SELECT token FROM refresh_tokens WHERE account = ?")) {
                query.setString(1, account);
                try (ResultSet found = query.executeQuery()) {
                    return found.next() ? found.getString(1) : null;
                }
            }
        }

        @Override
        public void store(String refreshToken) throws SQLException {
            try (Connection connection = database.getConnection();
                 PreparedStatement update
                         = connection.prepareStatement("UPDATE refresh_tokens SET token = ? WHERE account = ?")) {
                update.setString(1, refreshToken);
                update.setString(2, account);
                if (update.executeUpdate() != 1) {
                    throw new SQLException("the account has no row in refresh_tokens");
                }
            }
        }
    }
    // end::jdbc[]

    @Test
    void aFileKeepsTheLastToken(@TempDir Path directory) throws Exception {
        RefreshTokenStore store = new FileStore(directory.resolve("refresh-token"));
        assertThat(store.load()).isNull();
        store.store("r1");
        store.store("r2");
        assertThat(new FileStore(directory.resolve("refresh-token")).load()).isEqualTo("r2");
        assertThat(Files.list(directory)).hasSize(1);
    }

    @Test
    void aDatabaseKeepsTheLastToken() throws Exception {
        List<Object> row = new ArrayList<>(List.of("r0", "ann"));
        RefreshTokenStore store = new JdbcStore(database(row), "ann");
        assertThat(store.load()).isEqualTo("r0");
        store.store("r1");
        assertThat(store.load()).isEqualTo("r1");
    }

    /** A database of one row, for there is no driver here. */
    private static DataSource database(List<Object> row) {
        Object[] parameters = new Object[3];
        ResultSet result = proxy(ResultSet.class, (name, args) -> switch (name) {
            case "next" -> row.get(1).equals(parameters[1]);
            case "getString" -> row.get(0);
            default -> null;
        });
        PreparedStatement statement = proxy(PreparedStatement.class, (name, args) -> switch (name) {
            case "setString" -> parameters[(Integer) args[0]] = args[1];
            case "executeQuery" -> result;
            case "executeUpdate" -> {
                row.set(0, parameters[1]);
                yield 1;
            }
            default -> null;
        });
        Connection connection
                = proxy(Connection.class, (name, args) -> name.equals("prepareStatement") ? statement : null);
        return proxy(DataSource.class, (name, args) -> connection);
    }

    private interface Answer {
        Object to(String method, Object[] args);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
                (proxy, method, args) -> answer.to(method.getName(), args)));
    }
}
