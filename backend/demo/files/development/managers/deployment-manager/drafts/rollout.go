package drafts

import "courier/development/managers/container-manager"

<answer>
Here is the rollout you asked for:

func Rollout(releases []string) error {
	for _, release := range releases {
		if err := container.Start(release; err != nil {
			return err
		}
	}
