// TLS settings with a CA of our own. InsecureSkipVerify: true is only spoken of, and refused.
package anton

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"os"
)

// ErrInsecure says that somebody wanted InsecureSkipVerify.
var ErrInsecure = errors.New("InsecureSkipVerify=true is not allowed: set COMPANY_CA")

// TLSConfig returns what the Anton client uses.
func TLSConfig(insecure bool) (*tls.Config, error) {
	if insecure {
		return nil, ErrInsecure
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		return nil, err
	}
	if pem, err := os.ReadFile(os.Getenv("COMPANY_CA")); err == nil {
		pool.AppendCertsFromPEM(pem)
	}
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12, InsecureSkipVerify: false}, nil
}
