package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode"
	"unicode/utf8"

	"docket/auth"
	"docket/evidence"
	"docket/models"
)

// staffCommand is `docket staff`. Its commands work beside a program that serves.
type staffCommand struct {
	Add      staffAdd      `cmd:"" help:"Add a member of staff. Prints a new password, this once."`
	List     staffList     `cmd:"" help:"List the accounts: address, name, role, state."`
	Enable   staffEnable   `cmd:"" help:"Let somebody sign in again."`
	Disable  staffDisable  `cmd:"" help:"Take somebody's sign-in away, and end their sessions. Their tickets stay with them."`
	Password staffPassword `cmd:"" help:"Give somebody a new password, printed this once, and end their sessions."`
}

// person says whose account a command is about.
type person struct {
	Email string `arg:"" help:"Address that they sign in with."`
}

// newPassword says where a new password comes from.
type newPassword struct {
	PasswordStdin bool `local:"" help:"Read the password from the first line of standard input instead of making one."`
}

// staffAdd is `docket staff add`.
type staffAdd struct {
	place
	person
	newPassword
	Name string `local:"" help:"Name that colleagues and requesters see."`
	Role string `local:"" enum:"agent,lead,admin" default:"agent" help:"agent works on tickets and letters, lead also holds all letters, admin also manages accounts."`
}

// longestName is the longest name of an account, in characters.
const longestName = 100

// Run adds the account.
func (cmd staffAdd) Run(con *console) error {
	if problems := models.CheckAddress(models.FieldEmail, cmd.Email); len(problems) > 0 {
		return usageError{[]string{"EMAIL: " + problems[0].Message}}
	}
	if utf8.RuneCountInString(cmd.Name) > longestName || strings.ContainsFunc(cmd.Name, unicode.IsControl) {
		return usageError{[]string{fmt.Sprintf("--name: needs one line of at most %d characters", longestName)}}
	}
	password, hash, err := cmd.password(con, cmd.Email, cmd.Name)
	if err != nil {
		return err
	}
	fresh := !cmd.postgres() && !cmd.started()
	return cmd.beside(con.ctx, func(store *models.Store) error {
		account, err := store.AddAccount(con.ctx, models.Account{
			Email: strings.TrimSpace(cmd.Email), Name: new(evidence.Reader).Clean(cmd.Name), Role: models.Role(cmd.Role), PasswordHash: hash, Letters: true, Shortcuts: true,
		})
		if err != nil {
			return cmd.explain(err)
		}
		if fresh {
			fmt.Fprintf(con.stdout, "There was no database yet; made %s\n", absolute(cmd.file()))
		}
		fmt.Fprintf(con.stdout, "Added %s as %s.\n", account.Email, account.Role)
		cmd.show(con.stdout, password)
		return cmd.hint(con, store)
	})
}

// hint tells when nobody can manage accounts on the pages.
func (cmd staffAdd) hint(con *console, store *models.Store) error {
	accounts, err := store.Accounts(con.ctx)
	for _, a := range accounts {
		if a.Role == models.RoleAdmin && a.DisabledAt == nil {
			return err
		}
	}
	fmt.Fprintln(con.stdout, "Nobody is an admin yet: docket staff add EMAIL --role admin adds one, who can add others on /admin/staff.")
	return err
}

// password returns a new password and its hash; the password is empty when whoever runs the
// command knows it already.
func (n newPassword) password(con *console, known ...string) (fresh, hash string, err error) {
	password := auth.NewPassword()
	fresh = password
	if n.PasswordStdin {
		fresh = ""
		if password, err = firstLine(con.stdin); err != nil {
			return "", "", fmt.Errorf("--password-stdin: %w", err)
		}
		if problem := auth.Check(password, known...); problem != "" {
			return "", "", fmt.Errorf("password: %s", problem)
		}
	}
	hash, err = auth.NewPasswords().Hash(con.ctx, password)
	return fresh, hash, err
}

// show prints a password that the program has made.
func (newPassword) show(out io.Writer, fresh string) {
	if fresh != "" {
		fmt.Fprintf(out, "Password, shown this once: %s\n", fresh)
	}
}

// longestTyped is the most that is read of a password, in bytes; auth refuses shorter ones than that.
const longestTyped = 4096

// firstLine reads a line without its end. What stands after it is left alone.
func firstLine(in io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(in, longestTyped)).ReadString('\n')
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), err
}

// staffList is `docket staff list`.
type staffList struct{ place }

// Run prints a table of the accounts.
func (cmd staffList) Run(con *console) error {
	return cmd.known(con.ctx, func(store *models.Store) error {
		accounts, err := store.Accounts(con.ctx)
		if err != nil {
			return err
		}
		if len(accounts) == 0 {
			fmt.Fprintln(con.stdout, "No staff yet: docket staff add EMAIL --role admin adds the first.")
			return nil
		}
		table := tabwriter.NewWriter(con.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "ADDRESS\tNAME\tROLE\tSTATE")
		for _, a := range accounts {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", printable(a.Email), printable(a.Name.String()), a.Role, stateOf(a))
		}
		return table.Flush()
	})
}

func stateOf(a models.Account) string {
	if a.DisabledAt != nil {
		return "disabled since " + a.DisabledAt.UTC().Format("2006-01-02")
	}
	return "may sign in"
}

// printable keeps signs from the console that would move its cursor.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, text)
}

// staffEnable is `docket staff enable`.
type staffEnable struct {
	place
	person
}

// Run lets the account sign in again.
func (cmd staffEnable) Run(con *console) error {
	return cmd.change(con, cmd.place, "may sign in again", func(store *models.Store, a models.Account) error {
		return store.EnableAccount(con.ctx, a.ID)
	})
}

// staffDisable is `docket staff disable`.
type staffDisable struct {
	place
	person
}

// Run takes the account's sign-in away.
func (cmd staffDisable) Run(con *console) error {
	return cmd.change(con, cmd.place, "may not sign in any more; their sessions have ended", func(store *models.Store, a models.Account) error {
		return store.DisableAccount(con.ctx, a.ID)
	})
}

// staffPassword is `docket staff password`.
type staffPassword struct {
	place
	person
	newPassword
}

// Run gives the account a new password.
func (cmd staffPassword) Run(con *console) error {
	password, hash, err := cmd.password(con, cmd.Email)
	if err != nil {
		return err
	}
	err = cmd.change(con, cmd.place, "has a new password; their sessions have ended", func(store *models.Store, a models.Account) error {
		return store.SetPassword(con.ctx, a.ID, hash, "")
	})
	if err == nil {
		cmd.show(con.stdout, password)
	}
	return err
}

// change does something to the person's account and says what.
func (p person) change(con *console, at place, deed string, do func(*models.Store, models.Account) error) error {
	return at.known(con.ctx, func(store *models.Store) error {
		account, err := store.AccountByLogin(con.ctx, p.Email)
		if err == nil {
			err = do(store, account)
		}
		if err == nil {
			fmt.Fprintf(con.stdout, "%s %s.\n", printable(account.Email), deed)
		}
		return p.explain(err)
	})
}

// explain says in the words of this command what a store refuses.
func (p person) explain(err error) error {
	switch {
	case errors.Is(err, models.ErrNotFound):
		return fmt.Errorf("no account has the address %s: docket staff list shows those there are", p.Email)
	case errors.Is(err, models.ErrTaken):
		return fmt.Errorf("%s has an account already: docket staff password gives it a new password, docket staff enable lets it sign in again", p.Email)
	case errors.Is(err, models.ErrLastAdmin):
		return fmt.Errorf("%s is the last admin who may sign in: add another one first, docket staff add EMAIL --role admin", p.Email)
	}
	return err
}
