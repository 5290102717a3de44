package past_test

import (
	"path/filepath"
	"testing"

	"github.com/forvalt/forvalt/internal/date"
	"github.com/forvalt/forvalt/internal/past/pasttest"
)

// A quarter is recorded as the last commit has it when its books close; what cannot be read
// is told.
func TestRecorded(t *testing.T) {
	t.Parallel()
	dir := pasttest.Repository(t, pasttest.Risen)
	ceiling := func() (got []string, err error) {
		at, fault := pasttest.Open(t, filepath.Join(dir, "contracts"), "2026-11-20", "").Recorded(t.Context())
		for _, q := range date.MustParse("2026-11-20").QuartersBefore(4) {
			p := at(q.Last())
			if p == nil {
				got = append(got, "-")
				continue
			}
			got = append(got, p.Contract("vakt").Value.Maximum.V.String())
		}
		return got, fault()
	}
	if got, err := ceiling(); err != nil || len(got) != 4 || got[0] != "1000000" || got[1] != "1200000" || got[2] != "1200000" || got[3] != "1300000" {
		t.Errorf("%v, %v", got, err)
	}
	pasttest.Run(t, dir, "F=contracts/agreements/vakt/contract.toml; o=.git/objects/$(git rev-parse HEAD~2:$F | sed 's#^..#&/#'); chmod +w $o; echo x >$o")
	if got, err := ceiling(); fault(err) != "damaged blob agreements/vakt/contract.toml" || got[1] != "-" || got[2] != "-" || got[3] != "1300000" {
		t.Errorf("%v, %v", got, err)
	}
}
